// The mailbox beside the phones: what was sent by e-mail, as its reader sees it and as text.

import { el, get, icon, shortTime } from './tools.js';
import { openPanel, part } from './panel.js';
import { t } from './words.js';

/** A button that comes with the first letter; `news` is called when there is another. */
export async function openMailbox() {
  const count = el('span');
  const button = el('button', { class: 'tool tool-mail', type: 'button', title: t('mailHint'), 'aria-label': t('mailHint'), hidden: true,
    onclick: async () => showList(await letters()) }, icon('mail'), count);
  document.getElementById('tools').append(button);
  const news = async () => {
    const { length } = await letters();
    button.hidden = length === 0;
    count.textContent = `${t('mail')} ${length}`;
  };
  await news();
  return news;
}

const letters = () => get('/emulator/mail');

function showList(mails) {
  const row = (mail, at) => el('button', { class: 'letter', type: 'button', onclick: () => showLetter(mail, at) },
    el('b', {}, mail.subject), el('span', {}, t('mailTo', mail.to)), el('small', {}, shortTime(mail.at)));
  openPanel(t('mailHint'), mails.map(row).reverse(), 'mail');
}

/** What others wrote is shown in a frame that can do nothing. */
function showLetter(mail, at) {
  const back = el('button', { class: 'linkish', type: 'button', onclick: async () => showList(await letters()) }, `‹ ${t('mailHint')}`);
  openPanel(mail.subject, [back, el('p', { class: 'sum' }, mail.from, el('br'), t('mailTo', mail.to)),
    el('iframe', { class: 'letter-page', sandbox: 'allow-popups allow-popups-to-escape-sandbox', src: `/emulator/mail/${at}`, title: mail.subject }),
    part(t('mailText'), el('pre', { class: 'json letter-text', tabindex: '0' }, mail.text))], 'mail');
}
