import { useMe } from '#api/context.tsx'
import { Page } from '#ui/page.tsx'
import { homeWords as words } from './messages.ts'

export function HomePage() {
  const { fullName, loginName } = useMe()
  return (
    <Page title={words.title} lead={words.lead(fullName || loginName)}>
      {null}
    </Page>
  )
}
