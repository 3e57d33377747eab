import '@fontsource-variable/inter'
import '#web/theme/tokens.css'
import '#web/theme/base.css'
import { createRoot } from 'react-dom/client'
import { applyTheme, chosenTheme } from '#web/theme/theme.ts'
import { App } from './App.tsx'

applyTheme(chosenTheme())

const root = document.getElementById('root')
if (root) createRoot(root).render(<App />)
