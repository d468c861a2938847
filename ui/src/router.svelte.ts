// Where the person is: the address bar, as state.

class Place {
  path = $state(location.pathname);
  query = $state.raw(new URLSearchParams(location.search));
  /** What went wrong on the way here, in words; gone with the next step. */
  told = $state('');

  constructor() {
    addEventListener('popstate', () => this.#read());
    addEventListener('click', (event) => this.#follow(event));
  }

  go(address: string, { replace = false, told = '' } = {}): void {
    history[replace ? 'replaceState' : 'pushState'](null, '', address);
    this.#read(told);
    scrollTo(0, 0);
  }

  #read(told = ''): void {
    this.told = told;
    this.path = location.pathname;
    this.query = new URLSearchParams(location.search);
  }

  #follow(event: MouseEvent): void {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!link || link.origin !== location.origin || link.pathname.startsWith('/api/')) return;
    if (link.target || link.hasAttribute('download') || event.defaultPrevented) return;
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    this.go(link.pathname + link.search);
  }
}

export const place = new Place();
