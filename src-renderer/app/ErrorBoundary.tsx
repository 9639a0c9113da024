import { Component } from 'react';
import type { ReactNode } from 'react';
import { text } from '../i18n/text.ts';
import { ErrorBox } from '../ui/controls/Boxes.tsx';
import { Button } from '../ui/controls/Button.tsx';

type State = { incident: string | null };

/** A number that the copied report and the console entry share. */
function newIncident(): string {
  return `YS-UI-${Date.now().toString(36).toUpperCase()}`;
}

/** Keeps a broken screen from taking the rest with it; shows a number to quote. */
export class ErrorBoundary extends Component<{ children: ReactNode }, State> {
  override state: State = { incident: null };

  static getDerivedStateFromError(): State {
    return { incident: newIncident() };
  }

  override componentDidCatch(error: Error): void {
    // The shell writes the page's console into the log, where the number finds it.
    console.error(this.state.incident, error);
  }

  override render(): ReactNode {
    if (this.state.incident === null) return this.props.children;
    return (
      <div style={{ padding: 16 }}>
        <ErrorBox
          happened={text('frame:crash.happened')}
          safe={text('frame:crash.safe')}
          doThis={text('frame:crash.doThis')}
          incident={this.state.incident}
          copyLabel={text('common:copy')}
          action={
            <Button size="small" onClick={() => this.setState({ incident: null })}>
              {text('frame:crash.reopen')}
            </Button>
          }
        />
      </div>
    );
  }
}
