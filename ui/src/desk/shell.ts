// The desk's service worker: it keeps the app's own files, so that the desk's pages open without a connection.
type TrustedTypes = { createPolicy(name: string, rules: { createScriptURL: (url: string) => string }): { createScriptURL(url: string): string } };

let registered = false;

/** Once an app. Where a browser has no service workers, pages open with a connection alone. */
export async function shellWorksOffline(): Promise<void> {
  if (registered || import.meta.env.DEV || !('serviceWorker' in navigator)) return;
  registered = true;
  const types = (window as unknown as { trustedTypes?: TrustedTypes }).trustedTypes;
  const policy = types?.createPolicy('amana-shell', { createScriptURL: () => '/shell.js' });
  try {
    await navigator.serviceWorker.register(policy?.createScriptURL('') ?? '/shell.js', { scope: '/desk' });
  } catch {
    // A browser that forbids it (a private window) has no shell offline, and everything else.
  }
}
