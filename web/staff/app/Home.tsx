import { Navigate } from 'react-router';
import { homeOf } from './navigation';
import { usePerson } from './session';

export function Home() {
  return <Navigate to={homeOf(usePerson().roles)} replace />;
}
