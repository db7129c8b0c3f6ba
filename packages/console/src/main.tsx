import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import './styles/console.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { enter } from './enter.ts'

const root = document.getElementById('root')
if (root !== null) {
  const entrance = await enter()
  if (entrance.kind !== 'leaving') {
    createRoot(root).render(
      <StrictMode>
        <App entrance={entrance} />
      </StrictMode>,
    )
  }
}
