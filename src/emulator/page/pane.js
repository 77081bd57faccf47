// One person's phone: header, chat, composer, and the sheets that slide over them.

import { dayKey, dayName, el, icon, phoneText, post, toast } from './tools.js';
import { bubbleElement, gist, innerText } from './bubble.js';
import { openMoves } from './moves.js';
import { about, t } from './words.js';

const NEAR_END = 140;
const LONG_PRESS = 450;
const DOTS_LAST = 25_000;

export class Pane {
  /** `house` is what all phones share: the other panes, the shop's name, the backstage, the clock. */
  constructor(person, hue, house) {
    this.person = person;
    this.house = house;
    this.bubbles = new Map();
    this.unread = 0;
    this.said = [];
    this.recalled = 0;
    this.quoting = null;
    this.build(hue);
    this.describe(person);
  }

  get shop() { return this.house.shop; }
  get backstage() { return this.house.backstage; }
  find(wamid) { return this.bubbles.get(wamid)?.bubble; }

  build(hue) {
    this.avatar = el('span', { class: `avatar hue-${hue}`, 'aria-hidden': 'true' });
    this.name = el('h2', {});
    this.about = el('span', { class: 'about' });
    this.phone = el('span', { class: 'number' });
    this.eye = el('button', { class: 'round eye', type: 'button', onclick: () => this.togglePhone() });
    this.dotsButton = el('button', { class: 'round more-moves', type: 'button', 'aria-haspopup': 'dialog',
      onclick: () => openMoves(this) }, icon('more'));
    const header = el('header', { class: 'who' }, this.avatar,
      el('div', { class: 'who-text' }, el('div', { class: 'who-name' }, this.name, this.about), this.phone),
      this.eye, this.dotsButton);
    this.list = el('ol', { class: 'chat', role: 'log', tabindex: '0', 'aria-live': 'polite' });
    this.dots = el('li', { class: 'bubble theirs dots', 'aria-label': t('typing') },
      el('div', { class: 'paper' }, el('i'), el('i'), el('i')));
    this.blank = el('li', { class: 'blank' }, el('span', { class: 'blank-mark' }, icon('chat')),
      el('b', {}, t('empty')), el('span', {}, t('emptyHint')));
    this.list.append(this.blank);
    this.more = el('button', { class: 'more', type: 'button', title: t('newer'), 'aria-label': t('newer'), hidden: true,
      onclick: () => this.toEnd(true) }, icon('down'));
    this.hints = el('div', { class: 'hints' });
    this.quoteBar = el('div', { class: 'quote-bar', hidden: true });
    this.sheetHost = el('div', { class: 'sheet-host', hidden: true });
    this.root = el('section', { class: 'phone', 'data-person': this.person.id }, header,
      el('div', { class: 'chat-box' }, this.list, this.more), this.hints, this.quoteBar, this.composer(), this.sheetHost);
    this.list.addEventListener('keydown', (event) => this.keyInChat(event));
    this.pinned = true;
    this.list.addEventListener('scroll', () => this.scrolled(), { passive: true });
    // Hints, a longer composer or a phone's keyboard take room away, and pictures take it when they are there: the newest
    // message stays in sight.
    const stay = () => { if (this.pinned) this.toEnd(false); };
    new ResizeObserver(stay).observe(this.list);
    this.list.addEventListener('load', stay, true);
    this.watchLongPress();
  }

  composer() {
    this.input = el('textarea', { rows: '1', placeholder: t('message'), 'aria-label': t('message'), enterkeyhint: 'send',
      autocomplete: 'off', spellcheck: 'false' });
    this.sendButton = el('button', { class: 'send', type: 'submit', title: t('send'), 'aria-label': t('send') }, icon('send'));
    const share = el('button', { class: 'round', type: 'button', title: t('share'), 'aria-label': t('share'),
      onclick: () => this.shareContact() }, icon('card'));
    this.input.addEventListener('keydown', (event) => this.keyInComposer(event));
    this.input.addEventListener('input', () => this.grow());
    this.input.addEventListener('focus', () => this.house.activate(this));
    // Another width means another height: a window that shrinks, a pane that is shown.
    let width = 0;
    new ResizeObserver(() => {
      if (this.input.clientWidth !== width) { width = this.input.clientWidth; if (this.person) this.grow(); }
    }).observe(this.input);
    return el('form', { class: 'composer', onsubmit: (event) => { event.preventDefault(); this.sendText(); } },
      share, this.input, this.sendButton);
  }

  describe(person) {
    this.person = person;
    const initials = person.name.split(/\s+/).map((word) => word[0]).filter(Boolean);
    this.avatar.textContent = (initials[0] + (initials.length > 1 ? initials.at(-1) : '')).toUpperCase();
    this.name.textContent = person.name;
    this.name.title = person.name;
    this.about.textContent = about(person);
    this.about.hidden = !person.about;
    const known = person.phone && person.shows_phone;
    const other = person.username ? `@${person.username.replace(/^@/, '')}` : person.phone ? t('hidden') : t('noPhone');
    this.phone.textContent = known ? phoneText(person.phone) : other;
    this.phone.classList.toggle('is-hidden', !known);
    const label = t(person.shows_phone ? 'hidePhone' : 'showPhone');
    this.eye.hidden = !person.phone;
    this.eye.replaceChildren(icon(person.shows_phone ? 'eye' : 'eyeOff'));
    this.eye.title = label;
    this.eye.setAttribute('aria-label', label);
    this.eye.setAttribute('aria-pressed', String(!person.shows_phone));
    const moves = t('movesTitle', person.name.split(' ')[0]);
    this.dotsButton.title = moves;
    this.dotsButton.setAttribute('aria-label', moves);
    this.root.setAttribute('aria-label', t('phoneOf', person.name));
    this.list.setAttribute('aria-label', t('chatOf', person.name));
  }

  // --- what appears -------------------------------------------------------------------------------------------

  load(bubbles) {
    this.bubbles.clear();
    this.list.replaceChildren(this.blank);
    for (const bubble of bubbles) this.put(bubble, true);
    this.said = bubbles.filter((b) => b.from_person && b.kind === 'text').map((b) => b.body);
    this.recalled = 0;
    this.showHints();
    this.toEnd(false);
  }

  /** Adds a bubble, or replaces the one with the same id. */
  put(bubble, quietly = false) {
    const old = this.bubbles.get(bubble.wamid);
    const end = this.atEnd();
    const node = bubbleElement(bubble, this);
    if (old) {
      node.className = `${node.className} ${old.node.classList.contains('first') ? 'first' : ''}`;
      const focused = old.node.contains(document.activeElement);
      old.node.replaceWith(node);
      if (focused) node.focus();
    } else {
      this.append(bubble, node, quietly);
    }
    this.bubbles.set(bubble.wamid, { bubble, node });
    if (old || quietly) return;
    if (!bubble.from_person) this.typing(false);
    if (!bubble.from_person && bubble.status !== 'failed' && !this.house.isVisible(this)) this.unread += 1;
    if (end || bubble.from_person) this.toEnd(true);
    else this.more.hidden = false;
    this.showHints();
  }

  append(bubble, node, quietly) {
    this.blank.remove();
    const last = this.last;
    const previous = [...this.bubbles.values()].at(-1)?.bubble;
    if (!previous || dayKey(previous.at) !== dayKey(bubble.at)) {
      const day = el('li', { class: 'day' }, el('span', {}, dayName(bubble.at, this.house.now())));
      this.list.append(day);
      node.classList.add('first');
    } else if (previous.from_person !== bubble.from_person) {
      node.classList.add('first');
    }
    if (!quietly) node.classList.add('fresh');
    this.list.append(node);
    if (last?.isConnected && last === this.dots) this.list.append(this.dots);
  }

  setStatus(wamid, status) {
    const known = this.find(wamid);
    if (known && known.status !== status) this.put({ ...known, status });
  }

  typing(on) {
    clearTimeout(this.dotsTimer);
    if (!on) { this.dots.remove(); return; }
    const end = this.atEnd();
    this.list.append(this.dots);
    if (end) this.toEnd(true);
    this.dotsTimer = setTimeout(() => this.typing(false), DOTS_LAST);
  }

  atEnd() { return this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < NEAR_END; }

  /** Only who scrolls up leaves the end; on the way down it stays meant. */
  scrolled() {
    const top = this.list.scrollTop;
    this.pinned = this.atEnd() || (this.pinned && top >= (this.top ?? 0));
    this.top = top;
    this.more.hidden = this.pinned;
  }

  toEnd(smooth) {
    this.pinned = true;
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.list.scrollTo({ top: this.list.scrollHeight, behavior: smooth && !calm ? 'smooth' : 'instant' });
    this.more.hidden = true;
  }

  jump(wamid) {
    const node = this.bubbles.get(wamid)?.node;
    node?.scrollIntoView({ block: 'center', behavior: 'smooth' });
    node?.classList.add('flash');
    setTimeout(() => node?.classList.remove('flash'), 1400);
  }

  /** Tells the emulator that this screen was looked at, once per burst of messages. */
  look() {
    this.unread = 0;
    const waiting = [...this.bubbles.values()].some(({ bubble }) => !bubble.from_person && bubble.status === 'delivered');
    if (!waiting || this.looking) return;
    this.looking = setTimeout(() => {
      this.looking = null;
      post(`/emulator/people/${encodeURIComponent(this.person.id)}/read`).catch(() => {});
    }, 600);
  }

  // --- what is said -------------------------------------------------------------------------------------------

  async say(what) {
    try {
      await post(`/emulator/people/${encodeURIComponent(this.person.id)}/say`, { number: this.house.number, ...what });
      return true;
    } catch (error) {
      toast(`${t('notSent')}: ${error.message}`);
      return false;
    }
  }

  async sendText(text = this.input.value.trim()) {
    if (!text) return;
    if (this.asShop) { this.sendAsShop(text); return; }
    const quotes = this.quoting?.wamid;
    this.said.push(text);
    this.recalled = 0;
    this.fill('');
    this.quote(null);
    this.house.typed();
    if (!await this.say({ text, quotes })) this.fill(text);
  }

  /** The next message is no answer of this person: somebody of the shop types it in the Business app. */
  speakAsShop(on) {
    this.quote(null);
    if (!on) return;
    this.asShop = true;
    this.root.classList.add('as-shop');
    this.showHints();
    this.bar(this.shop, t('fromAppBar'), () => this.speakAsShop(false));
    this.house.activate(this);
    this.input.focus();
  }

  async sendAsShop(text) {
    this.house.typed();
    this.fill('');
    this.speakAsShop(false);
    await post(`/emulator/people/${encodeURIComponent(this.person.id)}/app`, { number: this.house.number, text })
      .catch((error) => { toast(`${t('notSent')}: ${error.message}`); this.speakAsShop(true); this.fill(text); });
  }

  tap(tap, bubble) { this.house.typed(); this.say({ tap, quotes: bubble.wamid }); }
  ownNumber(bubble) { this.say({ own_number: true, quotes: bubble.wamid }); }
  react(bubble) { this.say({ reaction: { to: bubble.wamid, emoji: bubble.reaction === '👍' ? '' : '👍' } }); }

  async togglePhone() {
    const shows = !this.person.shows_phone;
    await post(`/emulator/people/${encodeURIComponent(this.person.id)}/phone`, { shows }).catch((e) => toast(e.message));
  }

  fill(text) {
    this.input.value = text;
    this.grow();
  }

  /** Puts a text into the composer as a wa.me link would, and shows it. */
  place(text) {
    this.house.activate(this);
    this.fill(text);
    this.input.focus();
    this.root.classList.add('called');
    setTimeout(() => this.root.classList.remove('called'), 900);
  }

  grow() {
    this.input.style.height = 'auto';
    // The scroll height leaves out the border; without it a bar would show beside a single line. A hidden pane
    // measures nothing and keeps the height of its one line.
    const border = this.input.offsetHeight - this.input.clientHeight;
    if (this.input.scrollHeight) this.input.style.height = `${Math.min(this.input.scrollHeight + border, 132)}px`;
    this.sendButton.classList.toggle('ready', this.input.value.trim() !== '');
    this.showHints();
  }

  showHints() {
    const hints = this.input.value || this.asShop ? [] : this.backstage.hints?.[this.person.id] ?? [];
    this.hints.replaceChildren(...hints.map((hint) =>
      el('button', { type: 'button', onclick: () => this.sendText(hint) }, hint)));
    this.hints.hidden = hints.length === 0;
  }

  quote(bubble) {
    this.quoting = bubble;
    this.asShop = false;
    this.root.classList.remove('as-shop');
    this.showHints();
    this.quoteBar.hidden = !bubble;
    if (!bubble) return;
    this.bar(bubble.from_person ? t('you') : this.shop, gist(bubble), () => this.quote(null));
    this.input.focus();
  }

  /** What stands above the composer, with a cross that takes it away. */
  bar(head, text, close) {
    this.quoteBar.hidden = false;
    this.quoteBar.replaceChildren(el('div', {}, el('b', {}, head), el('span', {}, text)),
      el('button', { class: 'round', type: 'button', 'aria-label': t('cancel'), onclick: () => { close(); this.input.focus(); } },
        icon('close')));
  }

  // --- keys and touch -----------------------------------------------------------------------------------------

  keyInComposer(event) {
    if (event.isComposing) return;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      this.sendText();
    } else if (event.key === 'Escape') {
      this.speakAsShop(false);
    } else if (event.key === 'Tab' && !event.shiftKey && !this.input.value) {
      if (this.house.next(this)) event.preventDefault();
    } else if (event.key === 'ArrowUp' && (!this.input.value || this.recalled)) {
      event.preventDefault();
      this.recall(1);
    } else if (event.key === 'ArrowDown' && this.recalled) {
      event.preventDefault();
      this.recall(-1);
    }
  }

  recall(step) {
    this.recalled = Math.min(Math.max(this.recalled + step, 0), this.said.length);
    this.fill(this.recalled ? this.said.at(-this.recalled) : '');
  }

  keyInChat(event) {
    const nodes = [...this.list.querySelectorAll('[data-wamid]')];
    const at = nodes.indexOf(document.activeElement?.closest('[data-wamid]'));
    const bubble = at >= 0 && this.find(nodes[at].dataset.wamid);
    const move = { ArrowUp: at < 0 ? nodes.length - 1 : at - 1, ArrowDown: at + 1 }[event.key];
    if (move !== undefined) {
      event.preventDefault();
      nodes[Math.min(Math.max(move, 0), nodes.length - 1)]?.focus();
    } else if (event.key === 'r' && bubble && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      this.quote(bubble);
    } else if (event.key === 'x' && bubble && !event.ctrlKey && !event.metaKey) {
      this.backstage.xray?.(bubble);
    } else if (event.key === 'Escape') {
      this.input.focus();
    }
  }

  watchLongPress() {
    let timer;
    const stop = () => clearTimeout(timer);
    this.list.addEventListener('touchstart', (event) => {
      const node = event.target.closest('[data-wamid]');
      this.list.querySelector('.pressed')?.classList.remove('pressed');
      timer = setTimeout(() => node?.classList.add('pressed'), LONG_PRESS);
    }, { passive: true });
    for (const name of ['touchend', 'touchmove', 'touchcancel']) this.list.addEventListener(name, stop, { passive: true });
  }

  // --- sheets -------------------------------------------------------------------------------------------------

  /** A sheet from the bottom of this phone; rows are {title, description, section, hue, pick}. */
  sheet(title, rows) {
    const before = document.activeElement;
    const close = () => { this.sheetHost.hidden = true; this.sheetHost.replaceChildren(); before?.focus?.(); };
    let section;
    const items = rows.flatMap((row) => {
      const head = row.section && row.section !== section ? [el('h4', {}, row.section)] : [];
      section = row.section;
      return [...head, el('button', { class: 'row', type: 'button', onclick: () => { close(); row.pick(); } },
        el('span', { class: 'row-text' }, el('b', {}, row.title), row.description && el('span', {}, row.description)),
        el('span', { class: 'row-dot' }))];
    });
    const panel = el('div', { class: 'sheet', role: 'dialog', 'aria-modal': 'true', 'aria-label': title },
      el('header', {}, el('h3', {}, title),
        el('button', { class: 'round', type: 'button', 'aria-label': t('close'), onclick: close }, icon('close'))),
      el('div', { class: 'rows' }, items));
    this.sheetHost.replaceChildren(el('div', { class: 'veil', onclick: close }), panel);
    this.sheetHost.hidden = false;
    this.sheetHost.onkeydown = (event) => keyInSheet(event, panel, close);
    panel.querySelector('.row')?.focus();
  }

  openList(bubble, label, rows) {
    this.sheet(label, rows.map((row) => ({ ...row,
      pick: () => this.tap({ id: row.id, title: row.title, list: true }, bubble) })));
  }

  shareContact() {
    this.sheet(t('shareTitle'), this.house.others(this).map((pane) => ({
      title: pane.person.name, description: phoneText(pane.person.phone) || about(pane.person),
      pick: () => this.say({ contact: pane.person.id, quotes: this.quoting?.wamid }) })));
  }

  /** A link with a number opens the chat here; one without asks whom to give it to. */
  openChat(chat) {
    if (chat.number) this.place(chat.text);
    else this.give(chat);
  }

  give(chat) {
    this.sheet(t('forward'), this.house.others(this).map((pane) => ({
      title: pane.person.name, description: about(pane.person),
      pick: () => { pane.place(innerText(chat)); toast(t('placed', pane.person.name)); } })));
  }
}

/** Escape closes, arrows walk, and Tab stays inside. */
function keyInSheet(event, panel, close) {
  const stops = [...panel.querySelectorAll('button')];
  const at = stops.indexOf(document.activeElement);
  const step = { ArrowDown: 1, ArrowUp: -1, Tab: event.shiftKey ? -1 : 1 }[event.key];
  if (event.key === 'Escape') close();
  else if (step) stops.at((at + step + stops.length) % stops.length)?.focus();
  else return;
  event.preventDefault();
  event.stopPropagation();
}
