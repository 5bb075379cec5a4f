/** Stops the servers that `globalSetup` started. */
export default async function tearDown(): Promise<void> {
  const services = globalThis.sharedTestServices ?? [];
  globalThis.sharedTestServices = undefined;
  await Promise.all(services.map((service) => service.stop()));
}
