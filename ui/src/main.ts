import './style/tokens.css';
import './style/base.css';

import { mount } from 'svelte';

import { at } from './addresses';
import App from './App.svelte';
import { comfort } from './parts/comfort.svelte';
import { place } from './router.svelte';
import { words } from './words/words.svelte';

comfort.wear();
// The page is on its way while the words are; whether it comes is the app's to see.
at(place.path).come().catch(() => undefined);
await words.come('desk');
mount(App, { target: document.body });
