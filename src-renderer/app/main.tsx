import '@mantine/core/styles.css';
import '../ui/tokens.css';
import '../ui/base.css';
import { createRoot } from 'react-dom/client';
import { startInvalidation } from '../api/queries.ts';
import { startClock } from '../features/clock/clock.ts';
import { startNavigation } from '../features/navigation/navigation.ts';
import { viewSettings } from '../features/view-settings/view-settings.ts';
import { setLanguage, startTexts } from '../i18n/text.ts';
import { startOverflowTitles } from '../ui/overflow-titles.ts';
import { startKeyDispatch } from '../ui/keyboard/dispatch.ts';
import { App } from './App.tsx';

startTexts();
await setLanguage(viewSettings.getState().language);
startNavigation(window);
startClock(document);
startKeyDispatch(window);
startInvalidation();
startOverflowTitles(document);

const root = document.querySelector('#root');
if (root) createRoot(root).render(<App />);
