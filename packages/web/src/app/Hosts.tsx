import { DialogHost } from '#web/dialogs/DialogHost.tsx'
import { Toasts } from '#web/ui/Toasts.tsx'
import { ViewerHost } from '#web/viewer/ViewerHost.tsx'

/** What appears in front of the pages when something asks for it. */
export function Hosts() {
  return (
    <>
      <ViewerHost />
      <DialogHost />
      <Toasts />
    </>
  )
}
