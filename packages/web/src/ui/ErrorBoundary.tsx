import { Component, type ReactNode } from 'react'
import { useText } from '#web/i18n/i18n.tsx'
import { Problem } from './Problem.tsx'

type Props = { children: ReactNode }
type State = { failure: Error | undefined }

/** Keeps the failure of one pane to that pane, and offers to draw it again. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { failure: undefined }

  static getDerivedStateFromError(failure: Error): State {
    return { failure }
  }

  override render() {
    if (!this.state.failure) return this.props.children
    return <Failure onRetry={() => this.setState({ failure: undefined })} />
  }
}

function Failure({ onRetry }: { onRetry: () => void }) {
  const text = useText()
  return <Problem title={text('problem.pane')} onRetry={onRetry} />
}
