// What the demo adds around the phones, when there is a demo: poster, stories, the shop's clock, trouble, the ledger's
// shield and X-rays. Everything here talks to /demo/* and stays away when /demo/info does not answer.

import { el, get, icon, longTime, post, toast } from './tools.js';
import { lang, t } from './words.js';

const TROUBLES = ['twice', 'drop_reply', 'restart'];

export class Backstage {
  info = null;
  hints = null;
  xray = null;
  playing = false;

  async start(house) {
    this.house = house;
    try { this.info = await get('/demo/info'); } catch { return; }
    this.hints = this.info.hints ?? {};
    this.xray = (bubble) => this.openXray(bubble);
    this.build();
    setInterval(() => this.showClock(), 10_000);
    try { this.setClock((await get('/demo/now')).now); } catch { this.showClock(); }
  }

  build() {
    const tool = (name, label, title, onclick) => el('button', { class: `tool tool-${name}`, type: 'button', title,
      'aria-label': title, onclick }, icon(name), el('span', {}, label));
    const host = document.getElementById('tools');
    host.setAttribute('aria-label', t('tools'));
    this.shield = tool('shield', t('verify'), t('verify'), () => this.verify());
    const parts = [
      this.info.poster && tool('poster', t('poster'), t('posterTitle'), () => this.openPoster()),
      tool('day', t('day'), t('dayHint'), () => this.nextDay()),
      this.troubleMenu(),
      this.shield,
    ];
    host.replaceChildren(...parts.filter(Boolean));
    if (this.info.stories?.length) this.buildStory();
  }

  // --- clock --------------------------------------------------------------------------------------------------

  setClock(now) {
    this.house.clock = { at: Date.now(), now };
    this.showClock();
  }

  showClock() {
    const node = document.getElementById('clock');
    const now = this.house.now();
    node.textContent = longTime(now);
    node.dateTime = new Date(now).toISOString();
  }

  async nextDay() {
    try {
      this.setClock((await post('/demo/day')).now);
      toast(`${t('dayDone')} · ${longTime(this.house.now())}`);
    } catch (error) { toast(`${t('failedAction')}: ${error.message}`); }
  }

  // --- stories ------------------------------------------------------------------------------------------------

  buildStory() {
    const host = document.getElementById('story');
    const { stories } = this.info;
    this.chosen = el('select', { 'aria-label': t('story') }, stories.map(({ id, title }) => el('option', { value: id }, title)));
    this.chosen.hidden = stories.length < 2;
    this.playButton = el('button', { class: 'tool primary', type: 'button', onclick: () => this.toggleStory() });
    this.note = el('span', { class: 'note', 'aria-live': 'polite' });
    host.replaceChildren(this.playButton, this.chosen, this.note);
    host.hidden = false;
    this.showStory({ playing: false });
  }

  async toggleStory() {
    const action = this.playing ? 'stop' : 'play';
    try { await post('/demo/story', { action, id: this.chosen.value }); } catch (error) {
      toast(`${t('failedAction')}: ${error.message}`);
    }
  }

  /** Whoever types takes over: the story stops by itself. */
  typed() {
    if (this.playing) post('/demo/story', { action: 'stop', id: this.chosen.value }).catch(() => {});
  }

  showStory({ playing, step, of, note }) {
    if (!this.playButton) return;
    this.playing = playing;
    const label = t(playing ? 'stop' : 'play');
    this.playButton.replaceChildren(icon(playing ? 'stop' : 'play'), el('span', {}, label));
    this.playButton.title = label;
    this.playButton.setAttribute('aria-label', label);
    this.chosen.disabled = playing;
    this.note.textContent = playing && of ? `${step}/${of} · ${note ?? ''}` : note ?? '';
    this.note.title = this.note.textContent;
    const bar = document.getElementById('progress');
    bar.hidden = !playing;
    bar.firstElementChild.style.width = of ? `${Math.round((100 * step) / of)}%` : '0';
  }

  // --- trouble and the ledger ---------------------------------------------------------------------------------

  troubleMenu() {
    const menu = el('details', { class: 'menu' },
      el('summary', { class: 'tool tool-trouble', title: t('troubleTitle'), 'aria-label': t('troubleTitle') },
        icon('trouble'), el('span', {}, t('trouble'))),
      el('div', { class: 'menu-box' }, el('h3', {}, t('troubleTitle')), TROUBLES.map((kind) =>
        el('button', { type: 'button', onclick: () => { menu.open = false; this.trouble(kind); } },
          el('b', {}, t(kind)), el('span', {}, t(`${kind}Hint`))))));
    document.addEventListener('click', (event) => { if (!menu.contains(event.target)) menu.open = false; });
    menu.addEventListener('keydown', (event) => { if (event.key === 'Escape') menu.open = false; });
    return menu;
  }

  async trouble(kind) {
    try {
      const { note } = await post('/demo/trouble', { kind });
      toast(note);
    } catch (error) { toast(`${t('failedAction')}: ${error.message}`); }
    await this.verify(true);
  }

  async verify(quietly = false) {
    this.shieldSays('verifying', '');
    try {
      const { ok, lines } = await get(`/demo/verify?lang=${lang}`);
      this.shieldSays(ok ? 'verified' : 'broken', ok ? 'good' : 'bad');
      if (!ok || !quietly) this.panel(t(ok ? 'verified' : 'broken'), el('ul', { class: `ledger ${ok ? 'good' : 'bad'}` },
        lines.map((line) => el('li', {}, line))), 'shield');
    } catch (error) {
      this.shieldSays('verify', '');
      toast(`${t('failedAction')}: ${error.message}`);
    }
  }

  shieldSays(key, state) {
    this.shield.classList.remove('good', 'bad');
    if (state) this.shield.classList.add(state);
    this.shield.lastElementChild.textContent = t(key);
    this.shield.title = t(key);
    this.shield.setAttribute('aria-label', t(key));
  }

  // --- poster -------------------------------------------------------------------------------------------------

  openPoster() {
    const { text, link, qr } = this.info.poster;
    const dialog = el('dialog', { class: 'poster', 'aria-label': t('posterTitle') });
    const close = () => { dialog.close(); dialog.remove(); };
    const copy = async () => {
      try { await navigator.clipboard.writeText(link); toast(t('copied')); } catch { toast(link); }
    };
    const panes = [...this.house.panes.values()];
    const clients = panes.filter((pane) => /client|custom|tutor|membro|member/i.test(pane.person.about));
    const scans = (clients.length ? clients : panes).map((pane) => el('button', { class: 'tool', type: 'button',
      onclick: () => { close(); pane.place(text); } }, pane.avatar.cloneNode(true), el('span', {}, t('scanWith', pane.person.name.split(' ')[0]))));
    dialog.append(
      el('button', { class: 'round poster-close', type: 'button', 'aria-label': t('close'), onclick: close }, icon('close')),
      el('div', { class: 'awning', 'aria-hidden': 'true' }),
      el('h2', {}, this.house.shop),
      qr ? el('img', { class: 'qr', alt: 'QR code', src: `data:image/svg+xml,${encodeURIComponent(qr)}` }) : '',
      el('p', { class: 'poster-text' }, text),
      el('p', { class: 'poster-hint' }, t('posterHint')),
      el('div', { class: 'scans' }, scans),
      el('button', { class: 'linkish', type: 'button', onclick: copy }, icon('link'), t('copy')));
    dialog.addEventListener('click', (event) => { if (event.target === dialog) close(); });
    dialog.addEventListener('close', () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  }

  // --- X-ray --------------------------------------------------------------------------------------------------

  async openXray(bubble) {
    this.panel(t('xrayTitle'), el('p', { class: 'loading' }, t('loading')));
    try {
      const { title, sections } = await get(`/demo/xray/${encodeURIComponent(bubble.wamid)}?lang=${lang}`);
      this.panel(title || t('xrayTitle'), sections.map(section));
    } catch (error) {
      this.panel(t('xrayTitle'), el('p', { class: 'loading' }, `${t('failedAction')}: ${error.message}`));
    }
  }

  /** The side panel; a sheet from the bottom on a small screen. */
  panel(title, content, mark = 'xray') {
    const host = document.getElementById('xray');
    const before = host.hidden ? document.activeElement : this.before;
    this.before = before;
    const close = () => { host.hidden = true; before?.focus?.(); };
    host.replaceChildren(
      el('header', {}, el('span', { class: 'xray-mark' }, icon(mark)), el('h2', {}, title),
        el('button', { class: 'round', type: 'button', 'aria-label': t('close'), onclick: close }, icon('close'))),
      el('div', { class: 'xray-body', tabindex: '0' }, content));
    host.setAttribute('role', 'dialog');
    host.setAttribute('aria-label', title);
    host.hidden = false;
    host.onkeydown = (event) => { if (event.key === 'Escape') close(); };
    host.querySelector('button').focus();
  }
}

function section({ heading, text, json, rows }) {
  return el('section', {}, heading && el('h3', {}, heading), text && el('p', {}, text),
    rows?.length && el('div', { class: 'scroll' }, el('table', {}, el('tbody', {}, rows.map((row) =>
      el('tr', {}, row.map((cell) => el('td', { class: /^[+−-]?[\d.,]+$/.test(cell) && 'figure' }, String(cell)))))))),
    json !== undefined && json !== null && el('pre', { class: 'json' }, highlight(json)));
}

/** Pretty JSON with a class per kind of token. */
function highlight(json) {
  const text = JSON.stringify(json, null, 2);
  const token = /("(?:\\.|[^"\\])*")(\s*:)?|\b(true|false|null)\b|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?/gi;
  const out = [];
  let last = 0;
  for (const found of text.matchAll(token)) {
    out.push(text.slice(last, found.index));
    const kind = found[2] ? 'key' : found[1] ? 'string' : found[3] ? 'word' : 'digits';
    out.push(el('span', { class: `j-${kind}` }, found[1] ?? found[0]), found[2] ?? '');
    last = found.index + found[0].length;
  }
  out.push(text.slice(last));
  return out;
}
