import type { ServerChannel } from '@mattermost/types/channels'
import { Info, Pin, Users } from 'lucide-react'
import type { ReactNode } from 'react'
import { isDirect } from '#web/channels/direct.ts'
import { useText } from '#web/i18n/i18n.tsx'
import type { Pane } from '#web/router/panes.ts'
import { IconButton } from '#web/ui/Button.tsx'
import styles from './HeaderTools.module.css'
import { SearchButton } from './SearchButton.tsx'
import { usePane } from './use-pane.ts'

/** The ways from a channel to what belongs to it, and to the search. */
export function HeaderTools({ channel }: { channel: ServerChannel }) {
  const text = useText()
  return (
    <>
      <SearchButton />
      <span className={styles.wide}>
        <PaneButton pane={{ kind: 'pinned' }} label={text('panes.pinned')}>
          <Pin size={18} aria-hidden />
        </PaneButton>
        {!isDirect(channel) && (
          <PaneButton pane={{ kind: 'members' }} label={text('panes.members')}>
            <Users size={18} aria-hidden />
          </PaneButton>
        )}
      </span>
      <PaneButton pane={{ kind: 'info' }} label={text('panes.info')}>
        <Info size={18} aria-hidden />
      </PaneButton>
    </>
  )
}

type PaneButtonProps = { pane: Pane; label: string; children: ReactNode }

/** Opens a pane, and closes it again. */
function PaneButton({ pane, label, children }: PaneButtonProps) {
  const { pane: shown, open, close } = usePane()
  const isShown = shown?.kind === pane.kind
  return (
    <IconButton
      label={label}
      aria-pressed={isShown}
      onClick={() => (isShown ? close() : open(pane))}
    >
      {children}
    </IconButton>
  )
}
