// One message on the screen: text with markup, buttons, lists, links, cards, ticks, and what can be done with it.

import { clockOf, el, icon, phoneText, waMe } from './tools.js';
import { markup, plain } from './markup.js';
import { has, t } from './words.js';

/**
 * The element of a bubble. `pane` is asked for what a bubble cannot know: the quoted text, whether there is an X-ray,
 * and what to do on a tap.
 */
export function bubbleElement(bubble, pane) {
  const mine = bubble.from_person;
  const failed = bubble.status === 'failed';
  const names = ['bubble', mine ? 'mine' : 'theirs', failed && 'failed', bubble.template && 'templated'];
  const body = el('div', { class: 'paper' },
    quote(bubble, pane),
    bubble.header && el('p', { class: 'head' }, bubble.header),
    media(bubble, pane),
    cards(bubble),
    text(bubble, pane),
    bubble.footer && el('p', { class: 'foot' }, bubble.footer),
    meta(bubble),
    bubble.reaction && el('span', { class: 'reaction' }, bubble.reaction));
  const item = el('li', { class: names.filter(Boolean).join(' '), tabindex: '-1', 'data-wamid': bubble.wamid },
    el('div', { class: 'stack' }, body, ...choices(bubble, pane)), actions(bubble, pane));
  return item;
}

/** A short plain version for quotes. */
export function gist(bubble) {
  if (!bubble) return '…';
  if (bubble.cards.length) return `👤 ${bubble.cards.map((card) => card.name).join(', ')}`;
  return plain(bubble.body) || (has(bubble.kind) ? t(bubble.kind) : bubble.kind);
}

function quote(bubble, pane) {
  if (!bubble.quotes || bubble.kind === 'interactive' || bubble.kind === 'button') return null;
  const quoted = pane.find(bubble.quotes);
  const who = quoted?.from_person ? t('you') : pane.shop;
  return el('button', { class: 'quoted', type: 'button', onclick: () => pane.jump(bubble.quotes) },
    el('b', {}, who), el('span', {}, gist(quoted)));
}

function text(bubble, pane) {
  if (!bubble.body) return null;
  const previews = [];
  const link = (url, shown) => {
    const chat = waMe(url);
    if (!chat) return el('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, shown);
    previews.push(preview(chat, pane));
    return el('a', { href: url, title: url, onclick: (event) => { event.preventDefault(); pane.openChat(chat); } },
      `wa.me/${chat.number}${chat.text ? '?text=…' : ''}`);
  };
  const content = el('div', { class: 'text' }, markup(bubble.body, link));
  return [content, ...previews];
}

/** A wa.me link as a small card: open it here, or give it to another phone. */
function preview(chat, pane) {
  const inner = innerText(chat);
  return el('div', { class: 'preview' },
    el('button', { class: 'preview-main', type: 'button', onclick: () => pane.openChat(chat) },
      el('span', { class: 'preview-icon' }, icon('chat')),
      el('span', { class: 'preview-text' },
        el('b', {}, t(chat.number ? 'openChat' : 'shareLink')),
        el('span', {}, inner || `wa.me/${chat.number}`))),
    el('button', { class: 'preview-give', type: 'button', title: t('forward'), 'aria-label': t('forward'),
      onclick: () => pane.give(chat) }, icon('forward')));
}

/** What would be typed; a link to forward carries the real one inside its text. */
export function innerText(chat) {
  const inside = /(https?:\/\/)?wa\.me\/\d+\?text=\S+/.exec(chat.text);
  const found = inside && waMe(inside[0].startsWith('http') ? inside[0] : `https://${inside[0]}`);
  return found ? found.text : chat.text;
}

/** A picture; under a code stands what a camera would open, to open it here or on the phone that scans it. */
function media(bubble, pane) {
  if (bubble.media) {
    const [kind, url] = bubble.media;
    if (kind === 'image') {
      const image = el('img', { class: 'photo', src: url, alt: t('image') });
      image.addEventListener('error', () => image.replaceWith(attachment('file', t('image'))));
      const chat = bubble.reads && waMe(bubble.reads);
      return chat ? [image, preview(chat, pane)] : image;
    }
    return attachment('file', bubble.header ?? t('document'));
  }
  if (bubble.kind === 'audio') return attachment('mic', t('audio'));
  if (bubble.kind === 'location') return attachment('pin', t('location'));
  if (bubble.kind === 'image') return attachment('file', t('image'));
  return null;
}

const attachment = (name, label) => el('div', { class: 'attachment' }, icon(name), el('span', {}, label));

function cards(bubble) {
  if (!bubble.cards.length) return null;
  return bubble.cards.map((card) => el('div', { class: 'card' },
    el('span', { class: 'card-icon' }, icon('person')),
    el('span', { class: 'card-text' }, el('b', {}, card.name), el('span', {}, phoneText(card.phone) || t('noPhone')))));
}

function meta(bubble) {
  const parts = [];
  if (bubble.template) parts.push(el('span', { class: 'badge', title: bubble.template }, t('template')));
  if (bubble.status === 'failed') {
    const reason = has(`failed${bubble.error}`) ? t(`failed${bubble.error}`) : `${t('failed')} (${bubble.error ?? '?'})`;
    parts.push(el('span', { class: 'why' }, icon('warn'), reason));
  }
  parts.push(el('time', {}, clockOf(bubble.at)));
  if (bubble.from_person) parts.push(ticks(bubble.status));
  return el('p', { class: 'meta' }, parts);
}

function ticks(status) {
  const node = icon(status === 'sent' ? 'tick' : 'ticks');
  node.classList.add('ticks', `is-${status}`);
  return node;
}

/** What hangs below the bubble: reply buttons, the button of a list, a link, the request for one's number. */
function choices(bubble, pane) {
  if (bubble.from_person || bubble.status === 'failed') return [];
  const button = (label, name, onclick, props = {}) =>
    el('button', { class: 'choice', type: 'button', onclick, ...props }, name && icon(name), el('span', {}, label));
  const out = bubble.buttons.map(([id, title]) =>
    button(title, bubble.template && 'reply', () => pane.tap({ id, title, template: Boolean(bubble.template) }, bubble)));
  if (bubble.list) {
    const [label, rows] = bubble.list;
    out.push(button(label, 'list', () => pane.openList(bubble, label, rows), { 'aria-haspopup': 'dialog' }));
  }
  if (bubble.link) {
    const [label, url] = bubble.link;
    const chat = waMe(url);
    out.push(button(label, chat ? 'chat' : 'link',
      () => (chat ? pane.openChat(chat) : window.open(url, '_blank', 'noopener,noreferrer'))));
  }
  if (bubble.asks_number) out.push(button(t('ownNumber'), 'card', () => pane.ownNumber(bubble)));
  return out.length ? [el('div', { class: 'choices' }, out)] : [];
}

/** Shown on hover, on focus and after a long press. */
function actions(bubble, pane) {
  const button = (name, label, onclick) =>
    el('button', { type: 'button', title: label, 'aria-label': label, tabindex: '-1', onclick }, icon(name));
  return el('div', { class: 'actions' },
    bubble.status !== 'failed' && button('reply', t('reply'), () => pane.quote(bubble)),
    !bubble.from_person && bubble.status !== 'failed' && button('like', t('like'), () => pane.react(bubble)),
    pane.backstage.xray && button('xray', t('xray'), () => pane.backstage.xray(bubble)));
}
