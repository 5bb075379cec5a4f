import { createBrowserRouter, Navigate } from 'react-router';
import { ErrorState } from './states';
import { Home } from './Home';
import { Root } from './Root';

/** Every screen is a chunk of its own, loaded when its address is opened. */
export const router = createBrowserRouter(
  [
    {
      path: '/restablecer',
      lazy: async () => ({ Component: (await import('../login/ResetPassword')).ResetPassword }),
      HydrateFallback: () => null,
    },
    {
      path: '/',
      Component: Root,
      HydrateFallback: () => null,
      children: [
        { index: true, Component: Home },
        {
          path: 'trabajo/:userTaskKey?',
          lazy: async () => ({ Component: (await import('../work/WorkPage')).WorkPage }),
          errorElement: <ErrorState error={null} />,
        },
        {
          path: 'chat/:conversationId?',
          lazy: async () => ({ Component: (await import('../chat/ChatPage')).ChatPage }),
          errorElement: <ErrorState error={null} />,
        },
        {
          path: 'programacion',
          lazy: async () => ({ Component: (await import('../programme/ProgrammePage')).ProgrammePage }),
          errorElement: <ErrorState error={null} />,
        },
        {
          path: 'foros',
          lazy: async () => ({ Component: (await import('../forums/ForumsPage')).ForumsPage }),
          errorElement: <ErrorState error={null} />,
        },
        {
          path: 'foros/:forumId',
          lazy: async () => ({ Component: (await import('../forums/ForumPage')).ForumPage }),
          errorElement: <ErrorState error={null} />,
        },
        {
          path: 'panel',
          lazy: async () => ({ Component: (await import('../dashboard/DashboardPage')).DashboardPage }),
          errorElement: <ErrorState error={null} />,
        },
        {
          path: 'instancias',
          lazy: async () => ({ Component: (await import('../instances/InstancesPage')).InstancesPage }),
          errorElement: <ErrorState error={null} />,
        },
        {
          path: 'instancias/:processInstanceKey',
          lazy: async () => ({ Component: (await import('../instances/InstancePage')).InstancePage }),
          errorElement: <ErrorState error={null} />,
        },
        {
          path: 'indicadores',
          lazy: async () => ({ Component: (await import('../indicators/IndicatorsPage')).IndicatorsPage }),
          errorElement: <ErrorState error={null} />,
        },
        {
          path: 'indicadores/:id',
          lazy: async () => ({ Component: (await import('../indicators/FigureRowsPage')).FigureRowsPage }),
          errorElement: <ErrorState error={null} />,
        },
        {
          path: 'documentos',
          lazy: async () => ({ Component: (await import('../documents/DocumentsPage')).DocumentsPage }),
          errorElement: <ErrorState error={null} />,
        },
        {
          path: 'documentos/:documentId',
          lazy: async () => ({ Component: (await import('../documents/DocumentPage')).DocumentPage }),
          errorElement: <ErrorState error={null} />,
        },
        {
          path: 'registros',
          lazy: async () => ({ Component: (await import('../registers/RegistersPage')).RegistersPage }),
          errorElement: <ErrorState error={null} />,
        },
        {
          path: 'registros/:registerId',
          lazy: async () => ({ Component: (await import('../registers/RegisterPage')).RegisterPage }),
          errorElement: <ErrorState error={null} />,
        },
        {
          path: 'registros/:registerId/:entryId',
          lazy: async () => ({ Component: (await import('../registers/EntryPage')).EntryPage }),
          errorElement: <ErrorState error={null} />,
        },
        {
          path: 'definiciones',
          lazy: async () => ({ Component: (await import('../definitions/DefinitionsPage')).DefinitionsPage }),
          errorElement: <ErrorState error={null} />,
        },
        {
          path: 'cuentas',
          lazy: async () => ({ Component: (await import('../accounts/AccountsPage')).AccountsPage }),
          errorElement: <ErrorState error={null} />,
        },
        {
          path: 'correo',
          lazy: async () => ({ Component: (await import('../outbox/OutboxPage')).OutboxPage }),
          errorElement: <ErrorState error={null} />,
        },
        { path: '*', element: <Navigate to="/" replace /> },
      ],
    },
  ],
  { basename: '/staff' },
);
