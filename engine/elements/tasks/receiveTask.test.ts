import { storyteller } from '../../testing/play';

const story = storyteller(__filename);

describe('receive task', () => {
  it(
    'goes on with the variables of its message',
    story((start) => {
      const run = start({ conversationId: 7 });
      expect(run.events).toContainEqual(
        expect.objectContaining({ type: 'subscription.opened', messageName: 'reply', correlationKey: '7' }),
      );
      run.publish('reply', { text: 'hello' }, '7');
      expect(run.state).toBe('COMPLETED');
      expect(run.variables['text']).toBe('hello');
      const types = run.events.map(({ type }) => type);
      expect(types.indexOf('message.correlated')).toBeLessThan(types.indexOf('subscription.closed'));
      expect(types).toContain('timer.canceled');
    }),
  );

  it(
    'refuses a message once it is closed, and one of another name',
    story((start) => {
      const run = start({ conversationId: 'c' });
      const [subscriptionKey = ''] = Object.keys(run.execution.subscriptions);
      const message = { type: 'correlateMessage', subscriptionKey, messageId: 'm', variables: {} } as const;
      expect(run.feed({ ...message, messageName: 'other' }).rejection?.code).toBe('invalid_argument');
      run.setVariables({ keep: true }).advance('PT5M').publish('reply');
      expect(run.feed({ ...message, messageName: 'reply' }).rejection?.code).toBe('invalid_state');
      expect(run.trace()).toContain('noticed');
    }),
  );

  it(
    'waits with an incident while its correlation key is missing',
    story((start) => {
      const run = start();
      expect(run.incidents()).toMatchObject([{ type: 'EXTRACT_VALUE_ERROR' }]);
      expect(run.setVariables({ conversationId: 'c' }).resolve().waiting()).toEqual(['message receive', 'timer late']);
    }),
  );

  it(
    'closes its subscription when the instance is canceled',
    story((start) => {
      expect(
        start({ conversationId: 'c' })
          .cancel()
          .events.map(({ type }) => type),
      ).toContain('subscription.closed');
    }),
  );
});
