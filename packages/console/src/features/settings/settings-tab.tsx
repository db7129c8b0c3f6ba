import { QueryView } from '#ui/query-view.tsx'
import { type SettingTab, settingGroups } from './fields.ts'
import { settingWords } from './messages.ts'
import { useSettings } from './queries.ts'
import { SettingsForm } from './settings-form.tsx'

function Tab({ tab, height }: { readonly tab: SettingTab; readonly height: number }) {
  const query = useSettings()
  return (
    <QueryView query={query} height={height}>
      {(loaded) => (
        <SettingsForm
          key={tab}
          label={settingWords.form(settingWords.tabs[tab])}
          groups={settingGroups[tab]}
          loaded={loaded}
        />
      )}
    </QueryView>
  )
}

export function LoginTab() {
  return <Tab tab="login" height={1200} />
}

export function AccessTab() {
  return <Tab tab="access" height={420} />
}

export function ConsumersTab() {
  return <Tab tab="consumers" height={640} />
}

export function FeaturesTab() {
  return <Tab tab="features" height={320} />
}

export function GeneralTab() {
  return <Tab tab="general" height={420} />
}
