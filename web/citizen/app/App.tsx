import { SignIn } from '../account/SignIn';
import { Register } from '../account/Register';
import { ChatPage } from '../chat/ChatPage';
import { Home } from '../home/Home';
import { RoomPage } from '../room/RoomPage';
import { StatusPage } from '../status/StatusPage';
import { Later } from './Later';
import { LanguageProvider, useTexts, type Language } from './language';
import { Layout, Page } from './Layout';
import { Link, useAddress } from './router';
import { SessionProvider } from './session';

export function App({ language }: { language: Language }) {
  return (
    <LanguageProvider value={language}>
      <SessionProvider>
        <Layout>
          <Screen />
        </Layout>
      </SessionProvider>
    </LanguageProvider>
  );
}

/** The screen of the present address; every address can be shared. */
function Screen() {
  const address = useAddress();
  const [, screen = '', id] = address.pathname.split('/').map(decodeURIComponent);
  if (screen === '') return <Home />;
  if (screen === 'ingresar') return <SignIn />;
  if (screen === 'registro') return <Register />;
  if (screen === 'estado') return <StatusPage />;
  if (screen === 'sala' && id) return <RoomPage key={id} roomId={id} />;
  if (screen === 'chat' && id) return <ChatPage key={id} conversationId={id} />;
  if (screen === 'foros') return <Later load={loadForums} forumId={id} />;
  return <NotFound />;
}

const loadForums = () => import('../forums/ForumsPage').then(({ Forums }) => Forums);

function NotFound() {
  const texts = useTexts();
  return (
    <Page title={texts.notFound.title}>
      <p>{texts.notFound.text}</p>
      <Link to="/" className="button">
        {texts.notFound.home}
      </Link>
    </Page>
  );
}
