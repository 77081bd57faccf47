// What stands around the phones. With the demo: poster, stories, the shop's clock, trouble, the ledger's shield and
// X-rays, all by /demo/*. With the emulator alone: the real time, and further numbers.

import { el, get, icon, longTime, post, shortTime, toast } from './tools.js';
import { ledgerContent, openPanel, part, storyContent, xrayContent } from './panel.js';
import { t } from './words.js';

const TROUBLES = ['twice', 'drop_reply', 'restart'];
/** What to try after a story: words, who types, and what, in the language of the shop. */
const TRIES = { pets: [['try_cover', 'beto', '11 98765-4321 150'], ['try_statement', 'ana', 'extrato'],
  ['try_talk', 'duda', 'falar com a loja'], ['try_cost', 'carla', 'custo']],
  jewels: [['try_level', 'marta', 'nível'], ['try_why', 'marta', 'por quê?'], ['try_liability', 'carla', 'passivo']],
  pharmacy: [['try_vouchers', 'lia', 'vales'], ['try_rules', 'lia', 'regras'], ['try_month', 'carla', 'fechar mês']],
  salon: [['try_use', 'julia', 'usar'], ['try_why', 'julia', 'por quê?'], ['try_month', 'carla', 'fechar mês']],
  cosmetics: [['try_vouchers', 'cris', 'vales'], ['try_statement_own', 'cris', 'extrato'], ['try_liability', 'carla', 'passivo']] };

/** A story's end outlives a reload: choosing another language is one. */
const SUMMARY = 'fregues.summary';

export class Backstage {
  info = null;
  hints = null;
  xray = null;
  playing = false;

  async start(house) {
    this.house = house;
    setInterval(() => this.showClock(), 10_000);
    try { this.info = await get('/demo/info'); } catch { this.buildAlone(); return; }
    this.hints = this.info.hints ?? {};
    this.xray = (bubble) => this.openXray(bubble);
    this.build();
  }

  build() {
    this.shield = tool('shield', t('verify'), t('verify'), () => this.verify());
    const parts = [
      this.info.poster && tool('poster', t('poster'), t('posterTitle'), () => this.openPoster()),
      tool('day', t('day'), t('dayHint'), () => this.nextDay()),
      this.troubleMenu(),
      this.shield,
    ];
    setTools(parts);
    if (this.info.stories?.length) this.buildStory();
  }

  /** The service beside a lone emulator lives by the machine's time, which nobody here can push. */
  buildAlone() {
    setTools([tool('add', t('addNumber'), t('addNumberHint'), () => this.addNumber())]);
    const node = document.getElementById('clock');
    const note = el('button', { class: 'real', type: 'button', title: t('realClockHint'), onclick: () => toast(t('realClockHint'), 9000) },
      t('realClock'));
    node.after(note);
  }

  async addNumber() {
    try {
      const { id, display } = await post('/emulator/numbers');
      toast(t('addNumberDone', display, id), 9000);
    } catch (error) { toast(`${t('failedAction')}: ${error.message}`); }
  }

  // --- clock --------------------------------------------------------------------------------------------------

  setClock(now) {
    this.house.clock = { at: Date.now(), now };
    this.showClock();
  }

  showClock() {
    const node = document.getElementById('clock');
    const now = this.house.now();
    // Beside "real time" there is no room for the weekday on a small screen.
    node.textContent = this.info ? longTime(now) : shortTime(now);
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
    this.chosen = el('select', { 'aria-label': t('story') }, stories.map((id) => el('option', { value: id }, t(`story_${id}`))));
    this.chosen.hidden = stories.length < 2;
    this.playButton = el('button', { class: 'tool primary', type: 'button', onclick: () => this.toggleStory() });
    this.note = el('span', { class: 'note', 'aria-live': 'polite' });
    this.again = el('button', { class: 'linkish', type: 'button', hidden: true, onclick: () => this.openSummary() }, t('storyAgain'));
    host.replaceChildren(this.playButton, this.chosen, this.note, this.again);
    host.hidden = false;
    this.showStory({ playing: false });
    this.summary = JSON.parse(sessionStorage.getItem(SUMMARY));
    this.again.hidden = !this.summary;
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

  showStory({ playing, step, of, note, summary }) {
    if (!this.playButton) return;
    this.playing = playing;
    const label = t(playing ? 'stop' : 'play');
    this.playButton.replaceChildren(icon(playing ? 'stop' : 'play'), el('span', {}, label));
    this.playButton.title = label;
    this.playButton.setAttribute('aria-label', label);
    this.chosen.disabled = playing;
    this.note.textContent = playing && of ? t('storyStep', step, of, note ?? '') : note ?? '';
    this.note.title = this.note.textContent;
    this.again.hidden = playing || !summary;
    const bar = document.getElementById('progress');
    bar.hidden = !playing;
    bar.firstElementChild.style.width = of ? `${Math.round((100 * step) / of)}%` : '0';
    if (playing) sessionStorage.removeItem(SUMMARY);
    if (!summary) return;
    this.summary = summary;
    sessionStorage.setItem(SUMMARY, JSON.stringify(summary));
    this.openSummary();
  }

  /** What a story has shown, and whether the ledger holds after it. */
  async openSummary() {
    const id = this.chosen.value;
    const tries = TRIES[id].map(([key, person, text]) => [key, this.house.panes.get(person), text]).filter(([, pane]) => pane);
    const ledger = part(t('xrayLedger'), el('p', { class: 'sum' }, t('verifying')));
    openPanel(t('storyEnd'), [...storyContent(id, this.summary, tries), ledger], 'play');
    const found = await this.check();
    if (found) ledger.lastElementChild.textContent = `${found.ok ? '✔' : '✘'} ${t(found.ok ? 'verified' : 'broken')}`;
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
      const { done } = await post('/demo/trouble', { kind });
      toast(t(`${done}Done`), 6000);
    } catch (error) { toast(`${t('failedAction')}: ${error.message}`); }
    const found = await this.check();
    if (found && !found.ok) this.openLedger(found);
  }

  async verify() {
    const found = await this.check();
    if (found) this.openLedger(found);
  }

  openLedger(found) {
    openPanel(t(found.ok ? 'verified' : 'broken'), ledgerContent(found), 'shield');
  }

  /** Has the ledger recomputed and lets the shield say what came of it; null when that did not work. */
  async check() {
    this.shieldSays('verifying', '');
    try {
      const found = await get('/demo/verify');
      this.shieldSays(found.ok ? 'verified' : 'broken', found.ok ? 'good' : 'bad');
      return found;
    } catch (error) {
      this.shieldSays('verify', '');
      toast(`${t('failedAction')}: ${error.message}`);
      return null;
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
    const clients = panes.filter((pane) => pane.person.about === 'cliente');
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
    const node = document.querySelector(`[data-wamid="${CSS.escape(bubble.wamid)}"]`);
    try {
      const facts = await get(`/demo/xray/${encodeURIComponent(bubble.wamid)}`);
      openPanel(t('xrayTitle'), xrayContent(facts), 'xray', () => node?.classList.remove('looked-at'));
      node?.classList.add('looked-at');
      // The panel takes room from the phones: the message it is about stays in sight.
      node?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    } catch (error) { toast(`${t('failedAction')}: ${error.message}`); }
  }
}

const tool = (name, label, title, onclick) => el('button', { class: `tool tool-${name}`, type: 'button', title,
  'aria-label': title, onclick }, icon(name), el('span', {}, label));

function setTools(parts) {
  const host = document.getElementById('tools');
  host.setAttribute('aria-label', t('tools'));
  host.replaceChildren(...parts.filter(Boolean));
}
