// What happens to somebody outside the chat: another number, another account, a number that goes to somebody else, a
// chat that closes, and the shop's own people writing in the Business app.

import { phoneText, post, toast } from './tools.js';
import { about, has, t } from './words.js';

/** The sheet of one phone with everything that can happen to its person. */
export function openMoves(pane) {
  const { phone } = pane.person;
  const rows = [
    phone && [pane.person.shows_phone ? 'hidePhone' : 'showPhone', () => pane.togglePhone()],
    ['newNumber', () => moves(pane, { phone: anyMobile() }, 'newNumberDone')],
    ['newAccount', () => moves(pane, { user_id: `BR.${digits(13)}` }, 'newAccountDone')],
    phone && pane.house.others(pane).length && ['recycled', () => chooseTaker(pane)],
    ['closes', () => act(pane, 'close', {}, t('closesDone', firstName(pane)))],
    ['fromApp', () => pane.speakAsShop(true)],
  ];
  pane.sheet(t('movesTitle', firstName(pane)), rows.filter(Boolean).map(([key, pick]) =>
    ({ title: t(key), description: has(`${key}Hint`) && t(`${key}Hint`), pick })));
}

/** Who gets the number from now on; WhatsApp tells nobody. */
function chooseTaker(pane) {
  const { phone } = pane.person;
  pane.sheet(t('recycledTo', phoneText(phone)), pane.house.others(pane).map((taker) => ({
    title: taker.person.name, description: about(taker.person),
    pick: () => act(taker, 'takes', { phone }, t('recycledDone', firstName(taker))) })));
}

const moves = (pane, to, done) => act(pane, 'move', to, t(done, firstName(pane)));

async function act(pane, what, body, done) {
  pane.house.typed();
  try {
    await post(`/emulator/people/${encodeURIComponent(pane.person.id)}/${what}`, { number: pane.house.number, ...body });
    toast(done);
  } catch (error) { toast(`${t('failedAction')}: ${error.message}`); }
}

const firstName = (pane) => pane.person.name.split(' ')[0];
const digits = (count) => Array.from({ length: count }, () => Math.floor(Math.random() * 10)).join('');
/** A mobile of São Paulo that nobody on a page is likely to have. */
const anyMobile = () => `+55119${1 + Math.floor(Math.random() * 9)}${digits(7)}`;
