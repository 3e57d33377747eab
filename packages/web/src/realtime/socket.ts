import { WebSocketClient, type WebSocketMessage } from '@mattermost/client'
import { socketUrl } from '#web/api/client.ts'
import type { Frame } from '#web/entities/frames.ts'

/** One life of the socket, from its opening to its break. */
export type Opened = {
  /** The server kept all events for us: nothing was missed. */
  isResumed: boolean
  isAlive: () => boolean
}

type Listeners = {
  onOpen: (opened: Opened) => void
  onFrame: (frame: Frame) => void
  /** The socket broke, or could not be opened once more. */
  onBreak: () => void
}

export type Socket = {
  isOpen: () => boolean
  sendTyping: (channelId: string, rootId: string) => void
  close: () => void
}

/** Opens the WebSocket and keeps it open. `onOpen` comes when events are sure to arrive. */
export function openSocket({ onOpen, onFrame, onBreak }: Listeners): Socket {
  const socket = new WebSocketClient()
  let life = 0
  let isOpen = false
  let isMissing = true

  function handleOpen() {
    const mine = life
    // An answer proves that the server has registered the connection, and that a `hello`, which
    // tells of missed events, would have come before.
    socket.ping(() => {
      if (mine !== life) return
      isOpen = true
      onOpen({ isResumed: !isMissing, isAlive: () => mine === life })
      isMissing = false
    })
  }

  socket.addFirstConnectListener(handleOpen)
  socket.addReconnectListener(handleOpen)
  socket.addMissedMessageListener(() => {
    isMissing = true
  })
  // The two types differ in that one names events by the members of an enum.
  socket.addMessageListener((message: WebSocketMessage) => onFrame(message as unknown as Frame))
  socket.addCloseListener(() => {
    life += 1
    isOpen = false
    onBreak()
  })
  socket.initialize(socketUrl())

  return {
    isOpen: () => isOpen,
    sendTyping: (channelId, rootId) => socket.userTyping(channelId, rootId),
    close: () => {
      life += 1
      socket.close()
    },
  }
}
