// The page: one pane per person, kept live by server-sent events, with tabs on a small screen.

import { el, get, setZone, toast } from './tools.js';
import { Backstage } from './backstage.js';
import { openMailbox } from './mail.js';
import { Pane } from './pane.js';
import { lang, LANGUAGES, speak, t } from './words.js';

const HUES = 6;
const KEPT = 'fregues.number';
const small = matchMedia('(max-width: 759px)');

/** What all phones share. */
const house = {
  panes: new Map(),
  active: null,
  shop: '',
  /** The shop's number that is written to, of all there are, and those that have written meanwhile. */
  number: undefined,
  numbers: [],
  waiting: new Set(),
  backstage: new Backstage(),
  clock: { at: Date.now(), now: Date.now() },

  now() { return this.clock.now + (Date.now() - this.clock.at); },
  others(pane) { return [...this.panes.values()].filter((other) => other !== pane); },
  typed() { this.backstage.typed(); },

  isVisible(pane) {
    return document.visibilityState === 'visible' && (!small.matches || this.active === pane);
  },

  activate(pane) {
    if (this.active !== pane) {
      this.active = pane;
      for (const other of this.panes.values()) other.root.classList.toggle('active', other === pane);
      if (small.matches) pane.toEnd(false);
    }
    refresh();
  },

  /** Goes on to the next phone; after the last one the key does what it does everywhere. */
  next(pane) {
    const panes = [...this.panes.values()];
    const other = panes[panes.indexOf(pane) + 1];
    if (!other) return false;
    this.activate(other);
    other.input.focus();
    return true;
  },
};

/** Tabs, unread dots and read receipts follow from what is on the screen. */
function refresh() {
  for (const pane of house.panes.values()) if (house.isVisible(pane)) pane.look();
  const tabs = [...house.panes.values()].map((pane) => el('button', {
    class: 'tab', role: 'tab', type: 'button', 'aria-selected': String(pane === house.active),
    'aria-label': pane.unread ? `${pane.person.name}, ${t('unread', pane.unread)}` : pane.person.name,
    onclick: () => house.activate(pane) },
    pane.avatar.cloneNode(true), el('span', {}, pane.person.name.split(' ')[0]),
    pane.unread > 0 && el('i', { class: 'dot' }, pane.unread > 9 ? '9+' : String(pane.unread))));
  renew(document.getElementById('tabs'), tabs);
}

/** Draws a row of buttons anew; whoever was on one of them stays there. */
function renew(host, buttons) {
  const at = [...host.children].indexOf(document.activeElement);
  host.replaceChildren(...buttons);
  if (at >= 0) buttons[at]?.focus();
}

function setPeople(people) {
  const host = document.getElementById('phones');
  people.forEach((person, index) => {
    const known = house.panes.get(person.id);
    if (known) { known.describe(person); return; }
    const pane = new Pane(person, index % HUES, house);
    house.panes.set(person.id, pane);
    host.append(pane.root);
  });
  host.style.setProperty('--count', String(Math.max(house.panes.size, 1)));
  if (!house.active && house.panes.size) house.activate([...house.panes.values()][0]);
}

async function load() {
  const state = await get('/emulator/state');
  house.backstage.setClock(state.now);
  house.numbers = state.numbers;
  const number = state.numbers.find(({ id }) => id === sessionStorage.getItem(KEPT)) ?? state.numbers[0];
  house.number = number?.id;
  house.waiting.delete(house.number);
  house.shop = number?.verified_name ?? t('title');
  document.getElementById('shop').textContent = house.shop;
  document.title = `${house.shop} · ${t('title')}`;
  setPeople(state.people);
  for (const [id, pane] of house.panes) {
    pane.load((state.chats[id] ?? []).filter((bubble) => bubble.number === house.number));
  }
  showShops();
  refresh();
}

/** One button for each number, when there are several shops to write to. */
function showShops() {
  const host = document.getElementById('shops');
  host.hidden = house.numbers.length < 2;
  host.setAttribute('aria-label', t('numbers'));
  renew(host, house.numbers.map(({ id, display, verified_name: name }) => el('button', { class: 'shop', type: 'button',
    'aria-pressed': String(id === house.number), title: `phone number id ${id}`,
    onclick: () => { sessionStorage.setItem(KEPT, id); load(); } },
    el('b', {}, name), el('span', {}, display, el('small', {}, ` · ${id}`)), house.waiting.has(id) && el('i', { class: 'dot', 'aria-label': t('newer') }))));
}

/** The language of the page, as two letters that open all of them. */
function showLanguages() {
  const host = document.getElementById('lang');
  host.setAttribute('aria-label', t('language'));
  host.title = t('language');
  host.append(...Object.entries(LANGUAGES).map(([tag, [name]]) =>
    el('option', { value: tag, selected: tag === lang, lang: tag }, name)));
  host.addEventListener('change', () => speak(host.value));
}

function listen(mailbox) {
  const events = new EventSource('/emulator/events');
  let lost = false;
  const on = (name, act) => events.addEventListener(name, (event) => act(JSON.parse(event.data)));
  on('bubble', ({ person, bubble }) => {
    if (bubble.number === house.number) house.panes.get(person)?.put(bubble);
    else if (!bubble.from_person) { house.waiting.add(bubble.number); showShops(); }
    refresh();
  });
  on('status', ({ person, wamid, status }) => house.panes.get(person)?.setStatus(wamid, status));
  on('typing', ({ person }) => house.panes.get(person)?.typing(true));
  on('people', (people) => { setPeople(people); refresh(); });
  on('reload', () => load());
  on('mail', mailbox);
  on('clock', ({ now }) => house.backstage.setClock(now));
  on('story', (story) => house.backstage.showStory(story));
  events.addEventListener('error', () => { if (!lost) toast(t('offline')); lost = true; });
  events.addEventListener('open', () => { if (lost) load(); lost = false; });
}

/** Ctrl+1…4 where the browser lets it through, Alt+1…4 everywhere. */
function keys(event) {
  if (!(event.ctrlKey || event.altKey) || !/^[1-9]$/.test(event.key)) return;
  const pane = [...house.panes.values()][Number(event.key) - 1];
  if (!pane) return;
  event.preventDefault();
  house.activate(pane);
  pane.input.focus();
}

document.documentElement.lang = lang;
document.addEventListener('keydown', keys);
document.addEventListener('visibilitychange', refresh);
small.addEventListener('change', refresh);
showLanguages();
await house.backstage.start(house);
setZone(house.backstage.info?.zone);
await load();
listen(await openMailbox());
