import { createRoot } from 'react-dom/client';
import { App } from './app/App';
import { chooseLanguage } from './app/language';
import './styles/tokens.css';
import './styles/base.css';
import './styles/forms.css';
import './styles/screens.css';
import './styles/chat.css';

const root = document.getElementById('app');
if (!root) throw new Error('Expected the page to have #app, but it has not');
const app = createRoot(root);
void chooseLanguage().then((language) => app.render(<App language={language} />));
