import { Files } from 'lucide-react'
import { useState } from 'react'
import { useChannelTitle } from '#web/channels/use-channel-title.ts'
import { useEntities } from '#web/entities/store.ts'
import { useCurrentTeam } from '#web/teams/current-team.tsx'
import styles from './ChannelFilesPane.module.css'
import { Empty } from './Empty.tsx'
import { FileCard } from './FileCard.tsx'
import { FILE_KINDS, type FileKind, termsOfFiles } from './file-kinds.ts'
import { PaneFrame } from './PaneFrame.tsx'
import { Results } from './Results.tsx'
import { usePaneText } from './texts/pane-text.tsx'
import { useFilePages } from './use-file-pages.ts'

/** What was shared in a channel, all of it or one kind. */
export function ChannelFilesPane({ channelId }: { channelId: string }) {
  const text = usePaneText()
  const team = useCurrentTeam()
  const title = useChannelTitle(channelId)
  const channelName = useEntities((now) => now.channels.get(channelId)?.name ?? '')
  const [kind, setKind] = useState<FileKind>('all')
  const { asked, files } = useFilePages(team.id, termsOfFiles(channelName, kind))
  return (
    <PaneFrame
      title={text('channel-files.title')}
      about={title}
      above={
        <label className={styles.filter}>
          {text('channel-files.filter')}
          <select
            className={styles.select}
            value={kind}
            onChange={(event) =>
              setKind(FILE_KINDS.find((one) => one === event.target.value) ?? 'all')
            }
          >
            {FILE_KINDS.map((one) => (
              <option key={one} value={one}>
                {text(`channel-files.${one}`)}
              </option>
            ))}
          </select>
        </label>
      }
    >
      <Results
        asked={asked}
        count={files.length}
        empty={
          <Empty
            icon={Files}
            title={text('channel-files.none')}
            detail={text('channel-files.none-detail')}
          />
        }
      >
        {files.map((file) => (
          <FileCard key={file.id} file={file} />
        ))}
      </Results>
    </PaneFrame>
  )
}
