# Lo que decimos, en español (América Latina, tú).
# Cada clave es una línea; varias líneas forman un mensaje. Montos y puntos llegan listos, solo las
# cantidades llegan como número. *negrita* y _cursiva_ son las marcas de WhatsApp; una línea que empieza
# con asterisco lo lleva como { "*" }, porque Fluent no lo acepta ahí.

gap = { "" }

# Un programa cuenta puntos o reales: cada valor $x llega solo y, como $x-full, con su palabra; $unit dice cuál de los dos.
unit-visits = { $count ->
    [one] { $count } compra
   *[other] { $count } compras
}
unit-points = { $count ->
    [1] { $amount } punto
   *[other] { $amount } puntos
}
unit-nothing = { $unit ->
    [reais] R$ 0,00
   *[points] 0 puntos
}
unit-what = { $unit ->
    [reais] el saldo
   *[points] los puntos
}
unit-yours = { $unit ->
    [reais] su saldo
   *[points] sus puntos
}
unit-given = { $unit ->
    [reais] Reintegro dado
   *[points] Puntos dados
}
unit-kept = { $unit ->
    [reais] Tu saldo sigue guardado
   *[points] Tus puntos siguen guardados
}

## Entrar al club

welcome =
    ¡Hola! Aquí *{ $shop }* 🐾
    Por cada R$ { $reais } en compras juntas *{ $points }* y los canjeas por servicios. Para ver las reglas, escribe *reglas*.
welcome-pay =
    ¡Hola! Aquí *{ $shop }* 👋
    Por cada R$ { $reais } en compras juntas *{ $points }*, y los puntos pagan parte de las próximas. Para ver las reglas, escribe *reglas*.
welcome-percent =
    ¡Hola! Aquí *{ $shop }* 👋
    Cada compra te devuelve *{ $percent }* para usar en las próximas. Para ver las reglas, escribe *reglas*.
welcome-visit =
    ¡Hola! Aquí *{ $shop }* 👋
    Cada compra suma *{ $points-full }*. Para ver las reglas, escribe *reglas*.
welcome-data = Guardamos tu celular, y montos y fechas de las compras. Nunca lo que compras.
welcome-credit = { $unit ->
    [reais] Tu compra ya sumó *{ $points-full }*: el valor está guardado para ti.
   *[points] Tu compra ya sumó *{ $points-full }*: están guardados para ti.
}
welcome-invited = Invitación de *{ $friend }*: con tu primera compra ganas *{ $points-full }* más.
welcome-ask =
    ¿Quieres participar? ¿Y quieres recibir ofertas por aquí? Son dos cosas separadas:
    { "*" }1* entrar al club, sin ofertas
    { "*" }2* entrar y recibir ofertas
welcome-again = ¿Quieres participar? Responde *1* para entrar al club, *2* para entrar y recibir ofertas, o *3* para dejarlo para después.
welcome-once = ¿Entras al club? *1* sin ofertas, *2* con ofertas, *3* ahora no.
joined = ¡Listo{ $name }! Ya estás en el club.
welcome-gift = Regalo de bienvenida: *+{ $points-full }* 🎁
joined-balance = Saldo: *{ $balance-full }*.
joined-offers = Las novedades de { $shop } llegan por aquí. Para dejar de recibirlas, escribe SALIR cuando quieras.
join-later = ¡Está bien! Cuando quieras entrar a { $shop }, escribe *quiero participar*.
join-stands = Ya entraste al club, y tu registro está hecho.
already-in = Ya estás en el club{ $name } 😉
opted-out =
    Listo: ya no recibes ofertas de { $shop }.
    { unit-kept } y solo llegan avisos de tus propias compras. Para parar esos también, escribe PARAR TODO.
opted-out-all =
    Listo: { $shop } ya no manda nada por su cuenta, ni avisos de tus compras.
    { unit-kept }. Cuando escribas, te respondemos.
opted-in = ¡Hecho! Las novedades de { $shop } llegan por aquí. Para salir, escribe SALIR cuando quieras.
opt-out-ask = ¿Quieres dejar de recibir mensajes de la tienda?
stop-all-ask = Ofertas ya no recibes. ¿Paro también los avisos de tus compras?
leave-how = Para salir del club del todo y borrar tu registro, escribe *borrar mis datos*.
no-trouble = ¡No es nada! 💚
what-happened = ¡Lo siento! ¿Qué pasó? Si prefieres, te ayuda una persona del equipo.
no-hurry = ¡Claro, sin apuro! Escribe cuando quieras.
birthday-none = No tengo tu fecha de nacimiento.
opt-out-kept = De acuerdo, nada cambia.
opt-out-stays = De acuerdo, sigues sin ofertas.
offers-whole = Las ofertas llegan todas juntas: no se pueden elegir por tema.
notices-stay = De acuerdo, los avisos de tus compras siguen llegando.
notices-back = Listo: los avisos de tus compras vuelven a llegar. Ofertas, no.
same-again = Si no era eso, es mejor hablar con el equipo de { $shop }: { $contact }
opt-in-ask = ¿Quieres recibir las ofertas por aquí?

## Lo que se consulta

menu = ¿En qué te ayudo{ $name }?
hello = ¡Hola{ $name }! ¿En qué te ayudo?
nothing-open = De acuerdo, no hay nada pendiente.
you-are-welcome = Gracias a ti 💚
balance = Tienes *{ $balance-full }*.
balance-held = Reservado, a la espera de la caja: { $held-full }.
balance-debt = { $debt-count ->
    [one] Falta
   *[other] Faltan
} { $debt-full } de una compra devuelta. Tus próximas compras cubren eso primero.
balance-zero = Tienes *{ unit-nothing }*. En tu próxima compra, di tu celular en la caja y empiezas a juntar.
balance-expires = ⏳ { $points-full } { $points-count ->
    [one] vale
   *[other] valen
} hasta el { $day }.
ending = ⏳ Aviso de vencimiento:
ending-credit = • *{ $points-full }* · hasta { $day }
balance-later = { $days ->
    [1] 🕛 { $points-full } a partir de mañana ({ $day }).
   *[other] 🕛 { $points-full } a partir del { $day }.
}
next-reward = Te { $missing-count ->
    [one] falta
   *[other] faltan
} *{ $missing }* para { $reward }.
reward-ready = Ya te alcanza para: *{ $reward }*. Escribe *canjear*.
statement = Tus últimos movimientos:
statement-none = Todavía no tienes movimientos. Tu primera compra aparece aquí.
statement-purchase = { $day } · +{ $points } · compra de { $amount }
statement-referral = { $day } · +{ $points } · invitación
statement-reward = { $day } · { $points } · premio
statement-paid = { $day } · { $points } · pagado con saldo
statement-held = { $day } · { $points } · reservado
statement-unheld = { $day } · { $points } · reservado, ya volvió al saldo
statement-returned = { $day } · +{ $points } · volvió al saldo
statement-voucher = { $day } · { $points } · se hizo vale
statement-voucher-used = { $day } · { $points } · vale usado en la compra de { $amount }
statement-voucher-back = { $day } · +{ $points } · vale devuelto
statement-reversal = { $day } · { $points } · anulación
statement-expired = { $day } · { $points } · venció
statement-bonus = { $day } · +{ $points } · regalo
statement-opening = { $day } · +{ $points } · saldo inicial
prolonged = ⏳ { $points-full }: plazo ampliado hasta el { $day }, porque { $frozen ->
    [0] el aviso no llegó
   *[other] no se sabía de quién era el número
}.
statement-balance = Saldo: *{ $balance-full }*
referral =
    Tu código es *{ $code }*.
    Quien entre con él gana { $friend-full } en su primera compra desde { $minimum }, y tú ganas { $referrer }.
    Solo reenvía el próximo mensaje 👇
referral-one =
    Tu código es *{ $code }*.
    Cuando alguien entre con él y haga su primera compra desde { $minimum }, tú ganas { $referrer-full }.
    Solo reenvía el próximo mensaje 👇
referral-share = { $unit ->
    [reais] ¡Hola! En { $shop } me devuelven dinero por mis compras y me acordé de ti. Entra con mi código *{ $code }* y gana { $friend-full } en la primera compra: { $link }
   *[points] ¡Hola! Junto puntos en { $shop } y me acordé de ti. Entra con mi código *{ $code }* y gana { $friend-full } en la primera compra: { $link }
}
referral-share-one = ¡Hola! Me acordé de ti: entra a { $shop } con mi código *{ $code }*: { $link }
referral-own = *{ $code }* es tu propio código 😊 Sirve para quienes invites.
referral-unknown = No encontré el código *{ $code }*. ¿Lo confirmas con quien te invitó?
referral-late = La invitación vale solo para quien aún no está en el club. Pero puedes invitar: escribe *invitar*.
referral-none = Por ahora el club no tiene premio por invitar.
ranking = 🏆 *{ $period }*: estás en el puesto { $place }, con *{ $done }*.
ranking-first = 🏆 *{ $period }*: ¡vas en primer lugar, con *{ $done }*!
ranking-row = { $place }.º { $name } · { $done-bare }
ranking-gap = Te { $gap-count ->
    [one] falta
   *[other] faltan
} *{ $gap-bare }* para pasar a quien va delante.
ranking-empty = 🏆 *{ $period }*: todavía no entraste en el ranking.
ranking-none = Este club no tiene ranking.
rewards = Tu saldo: *{ $balance-full }*. Los premios:
rewards-none = El club todavía no tiene premios registrados.
rewards-none-pay = { $unit ->
    [reais] Este club no tiene premios: el saldo paga parte de las compras. Manda *usar* para ver cuánto.
   *[points] Este club no tiene premios: los puntos pagan parte de las compras. Manda *usar* para ver cuánto.
}
reward-can = ✔ *{ $number }* · { $reward } · { $price-full }
reward-cannot = *{ $number }* · { $reward } · { $price-full } ({ $missing-count ->
    [one] falta
   *[other] faltan
} { $missing })
reward-soon = *{ $number }* · { $reward } · { $price-full } (a partir del { $day })
reward-how = Para canjear uno, escribe su número.
reward-held =
    { "*" }{ $reward }*: ¡reserva hecha! Tu código:

    { "*" }{ $code }*

    Muéstralo en la caja hasta el { $day } a las { $time }. Saldo libre: { $available-full }.
reward-missing = Para *{ $reward }* todavía { $missing-count ->
    [one] falta
   *[other] faltan
} { $missing-full }.
reward-not-yet = Para *{ $reward }* ya te alcanza, pero { $points-full } se pueden usar recién a partir del { $day }.
reward-blocked = Los premios vuelven cuando tus compras cubran { $debt-full } de la devolución. Siguen sumando.
reward-unknown = No encontré ese premio. ¿Quieres ver la lista?
reward-not-held = No hay *{ $reward }* reservado aquí. Si es un turno agendado, lo resuelve el equipo.
reward-taken = Premio entregado: *{ $reward }* ✅ Saldo: { $balance-full }.
reward-lapsed = La reserva de *{ $reward }* venció y { $points-full } { $points-count ->
    [one] volvió
   *[other] volvieron
}. Saldo: { $balance-full }.
reward-back = Listo, *{ $reward }* ya no está reservado: { $points-full } { $points-count ->
    [one] volvió
   *[other] volvieron
} a tu saldo. Ahora tienes *{ $balance-full }*.
reward-returned = La entrega de *{ $reward }* se deshizo: { $points-full } { $points-count ->
    [one] volvió
   *[other] volvieron
} a tu saldo. Ahora tienes *{ $balance-full }*.
rules = *Reglamento de { $shop }*
rules-coming = 📅 *Desde el { $day } cambian algunas reglas.* El saldo, los plazos y los vales que ya tienes quedan como están.
rules-new = Empieza a valer:
rules-gone = Deja de valer:
contact = Te atiende el equipo de { $shop }: { $contact }
contact-quiet = Guardo silencio aquí por { $hours } horas para que conversen. Para hablar conmigo antes, manda *menu*.
hours = { "*" }{ $store }*: { $hours }
team-knows = Eso lo sabe el equipo de { $shop }: { $contact }
address = { "*" }{ $store }*: { $address }
trust-scam = No es una estafa: aquí es el programa de *{ $shop }*, atendido por un asistente automático de la tienda.
trust-who = Aquí es el programa de *{ $shop }*, atendido por un asistente automático de la tienda.
trust-never = Aquí nadie pide contraseñas, datos de tarjeta ni pagos. Si alguien los pide, no respondas y habla con la tienda.
source-till = Tu número llegó aquí porque la caja de la tienda registró una compra con él.
source-shop = Tu número llegó aquí porque está en el registro de { $shop }.
source-wrote = Tu número llegó aquí porque le escribiste a la tienda.
trust-leave = Para no recibir ofertas, escribe *salir*. Para borrar todo lo que guardamos, escribe *borrar mis datos*.
robot = Soy el asistente automático de { $shop }, no una persona. Puedo ver saldo, premios y reglas al momento; si prefieres hablar con alguien, toca *Hablar con la tienda*.
codes-yours = Tus códigos abiertos, para mostrar en la caja:
code-reward = • { $reward }: *{ $code }*, hasta el { $day } a las { $time }
code-pay = { $unit ->
    [reais] • { $points-full } del saldo: *{ $code }*, hasta el { $day } a las { $time }
   *[points] • { $points-full }: *{ $code }*, hasta el { $day } a las { $time }
}
codes-none = No tienes ningún código abierto ahora. Un premio o vale recibe código cuando lo pides.
ranking-masked = En el ranking, los demás solo ven *{ $name }* en lugar de tu nombre.
ranking-named = En el ranking, los demás solo ven tu primer nombre: *{ $name }*.
ranking-leave = No se puede salir solo del ranking. Para aparecer de otra forma, escribe *llámame* y el nombre. Con *borrar mis datos* sales de él y del club.
rules-free = El club de { $shop } es gratis: no pagas nada por participar. El precio de productos o servicios lo sabe el equipo.
rules-sum = Una compra de { $amount } te da *{ $points-full }*.
rules-app = No necesitas aplicación, tarjeta ni clave: todo es por aquí, y en la caja basta con decir tu celular.
rules-own = { $unit ->
    [reais] El saldo queda en tu número y no se pasa a otra persona.
   *[points] Los puntos quedan en tu número y no se pasan a otra persona.
}
rules-own-reward = Pero un premio que reservas lo puede retirar quien lleve el código.
rules-covers = Toda compra en la tienda cuenta, sea producto o servicio.
rules-least = No hay un valor mínimo de compra.
rules-worth = Con { $price-full } lo cambias por *{ $reward }*.
rules-worth-reais = El crédito ya está en reales: R$ 1,00 de crédito paga R$ 1,00 de una compra.
rules-soon = Se puede usar apenas entra: no hay que esperar.
rules-cash = No se cambia por dinero: vale en compras y premios de aquí.
rules-phone = Todo queda en tu número, no en el aparato: con el mismo número, escribe desde otro celular. Si cambia el número, el equipo pasa tu registro.
rules-how-reward = Manda *premios* y elige uno: recibes un código para mostrar en la tienda.
rules-how-pay = En la caja, di tu celular; o manda *usar* y cuánto, y muestra el código que llegue.
rules-how-voucher = Muestra el código del vale en la caja. Para ver tus vales, manda *vales*.
rules-pay-all = Se puede pagar toda la compra con el saldo, si alcanza.
rules-pay-none = Los puntos se cambian por premios; con ellos no se pagan compras.
rules-pay-voucher = El vale paga la compra hasta su valor; el resto se paga como siempre.
rules-spend = Para ganar *{ $points-full }*, son *{ $amount }* en compras.
rules-spend-reward = *{ $reward }* cuesta { $points-full }: son *{ $amount }* en compras.
rules-spend-left = Con lo que ya tienes, te { $missing-count ->
    [one] falta
   *[other] faltan
} *{ $missing-full }*: son *{ $amount }* en compras.
rules-spend-enough = Lo que tienes ya alcanza para eso.
rules-ads = Las ofertas solo las recibe quien aceptó, y *SALIR* las para todas en el momento. Los avisos de tus propias compras no son publicidad.
rules-outside = Sin entrar al club nada cambia en tus compras y no se paga nada; solo que no puedes usar puntos ni cashback. Lo que la caja ya anotó en tu número queda guardado hasta que entres, por el plazo de siempre.
rules-stores = Vale aquí: { $stores }.
sorry = Lo siento mucho. Tienes razón en querer hablar con una persona.
told-shop = Ya se lo conté a quien cuida la tienda, con tus palabras.
called-shop = Ya avisé a quien lleva la tienda.
missing-last = La última compra registrada en tu número es de *{ $amount }*, el { $day }, { $store }, y te dio { $points-full }. Si falta otra, el equipo la revisa y la registra.
missing-none = No hay ninguna compra registrada en tu número. El equipo lo revisa y la registra.
condolence = Siento mucho tu pérdida. Un abrazo con cariño de todos nosotros. 💛
amount-disputed = La compra registrada es de *{ $amount }*, { $day } a las { $time }, { $store }. Le conté a quien cuida la tienda lo que escribiste, para revisarla y corregirla contigo.
renumber-mine = ¿Cambiaste de número? Quien pasa tu saldo al número nuevo es el equipo de { $shop }, para que nadie se lleve lo tuyo: { $contact }. Antes, manda *hola* desde el número nuevo.
renumbered-yours = Listo: tu registro ahora está en este número. Saldo: *{ $balance }*
disputed = ¿La compra es esta? *{ $amount }*, { $day } a las { $time }, { $store }. Avisé a quien cuida la tienda, que va a revisarla contigo.
no-vouchers = { $unit ->
    [reais] Este club no usa vales: lo que ganas queda en tu saldo. Escribe *saldo* para verlo.
   *[points] Este club no usa vales: los puntos se canjean por premios. Escribe *premios* para verlos.
}
no-vouchers-pay = { $unit ->
    [reais] Este club no usa vales: el saldo paga parte de las compras. Manda *usar* para ver cuánto.
   *[points] Este club no usa vales: los puntos pagan parte de las compras. Manda *usar* para ver cuánto.
}
no-tiers = Este club no tiene niveles.{ $ranking ->
    [0] {""}
   *[other] {" "}Tu puesto está en el *ranking*.
}
tier-mine = { $months ->
    [one] Tu nivel: *{ $tier }*, con { $done } este mes.
   *[other] Tu nivel: *{ $tier }*, con { $done } en { $months } meses.
}
tier-mine-ever = Tu nivel: *{ $tier }*, con { $done }.
tier-hold = Con lo que ya tienes, vale hasta el { $day }.
tier-more = Para seguir en él después, { $missing } más { $later ->
    [0] hasta entonces.
   *[other] hasta entonces, contando desde el { $from }.
}
tier-next = Para *{ $tier }* { $missing-count ->
    [one] falta
   *[other] faltan
} { $missing }.
tier-reached = ⭐ ¡Ahora tu nivel es *{ $tier }*!
tier-kept = Tu nivel *{ $tier }* sigue hasta el { $day }, aunque esté por debajo del mínimo.
tier-lost = Tu nivel pasó de { $before } a *{ $tier }*. Las próximas compras cuentan para volver.
birthday-which = ¿Qué día es? Escribe, por ejemplo: *cumpleaños 12/05*
birthday-set = Anotado: { $day } 🎂 Ese día el regalo es de *{ $points-full }*.
birthday-kept = Anotado: { $day } 🎂
birthday-later = Anotado: { $day } 🎂 Cuenta a partir de { $year }.
birthday-next = Anotado: { $day } 🎂 El regalo de *{ $points-full }* empieza en { $year }.
birthday-gift = ¡Feliz cumpleaños{ $name }! 🎂 Regalo: *+{ $points-full }*
no-birthday = Todavía no guardo cumpleaños, pero gracias por contarme 🎂
name-set = Guardado: *{ $name }*.
name-which = ¿Cuál es el nombre correcto? Responde así: *mi nombre es Ana Souza*.
language = De acuerdo, sigo en español.
unknown = No entendí. Puedo ver tu saldo, mostrarte las opciones o darte el contacto del equipo.
unknown-again = Mejor que te ayude una persona. Habla con el equipo de { $shop }: { $contact }
unknown-more = Sigo sin entender, perdón. Prueba *saldo*, *reglas* o *menú*. El equipo: { $contact }
club-too = Y comprar aquí junta { $unit ->
    [reais] crédito para la próxima compra
   *[points] puntos
}, gratis: para entrar al club, manda *quiero participar*.
invited-how = ¡Qué bueno! Para que la invitación cuente, manda el código de quien te invitó. Lo ve escribiendo *invitar*.
no-audio = Todavía no escucho audios 🙈 ¿Puedes escribirlo?
no-media = Llegó, pero solo puedo leer texto. ¿Puedes escribir lo que necesitas?
frozen = { $unit ->
    [reais] Este número parece haber cambiado de titular, y el saldo queda guardado hasta que la tienda lo verifique. Habla con el equipo de { $shop }: { $contact }
   *[points] Este número parece haber cambiado de titular, y los puntos quedan guardados hasta que la tienda lo verifique. Habla con el equipo de { $shop }: { $contact }
}
## De quién es el número, y los datos de la propia persona

number-ask =
    ¡Hola! { $shop } ya conocía este número con otra cuenta de WhatsApp. Antes de seguir, ¿quién está aquí?
    { "*" }1* no soy esa persona: el número ahora es mío
    { "*" }2* soy yo, cambié de teléfono o de cuenta
number-code =
    ¡De acuerdo! Para proteger { unit-what }, muestra este código en la caja hasta el { $day } a las { $time }:

    { "*" }{ $code }*

    El equipo lo revisa y libera todo al momento.
number-yours = Hecho: este número ahora es tuyo, y nada de quien lo usaba antes aparece aquí.
number-request = { $unit ->
    [reais] Tu número no nos aparece. Si quieres decirlo en la caja y sumar saldo, toca el botón para compartirlo. Si prefieres que no, está bien.
   *[points] Tu número no nos aparece. Si quieres decirlo en la caja y sumar puntos, toca el botón para compartirlo. Si prefieres que no, está bien.
}
number-linked = Número anotado ✅ Solo dilo en la caja. Saldo: *{ $balance-full }*.
moved-ask = WhatsApp avisó que tu número o teléfono cambió. ¿Fuiste tú?
moved-confirmed = { $unit ->
    [reais] ¡Gracias! Tu saldo está liberado.
   *[points] ¡Gracias! Tus puntos están liberados. ¿Qué premio será?
}
returned = { $unit ->
    [reais] Revisado en la caja ✅ Tu saldo está de vuelta: *{ $balance-full }*.
   *[points] Revisado en la caja ✅ Tus puntos están de vuelta. Saldo: *{ $balance-full }*.
}
data-kept = Lo que { $shop } guarda sobre ti:
data-name = • Nombre: { $name }
data-phone = • Número: { $phone }
data-email = • E-mail: { $email }
data-cnpj = • CNPJ: { $cnpj }
data-own = • Código en nuestros sistemas: { $id }
data-you = • Tú: { $name }
data-you-as = • Tú: { $name } ({ $role })
data-bounced = • Los correos vuelven desde el: { $day }
data-birthday = • Cumpleaños: { $day }
data-language = • Idioma: { $language }
data-store = • Tienda: { $store }
data-since = • Desde: { $day }
data-balance = • Saldo: { $balance-full }
data-vouchers = • En vales: { $value }
data-purchases = { $purchases ->
    [0] • Compras: ninguna
    [one] • Compras: { $purchases }
   *[other] • Compras: { $purchases }
}
data-program = • Aceptó el club el { $day }
data-offers = • Aceptó ofertas el { $day }
data-no-offers = • No quiere ofertas desde el { $day }
data-no-receipts = • No quiere avisos desde el { $day }
data-letters = • Aceptó correos el { $day }
data-no-letters = • No quiere correos desde el { $day }
data-source = { "  " }(registrado en: { $source })
data-by-link = { "  " }(por el enlace de un correo)
data-by-list = { "  " }(vino de otro sistema de la tienda)
data-rights = Para corregir el nombre, manda *llámame* y el nombre. Para borrar todo, manda *borrar mis datos*. El equipo de { $shop } también ayuda: { $contact }
erase-ask = Esto borra tu nombre, tu número y esta conversación, y { $balance-count ->
    [one] se pierde
   *[other] se pierden
} { $balance-full } (un premio reservado también). Solo quedan movimientos sin nombre, el registro de tus consentimientos, que pide la ley, y un código sin nombre para que ninguna lista antigua te traiga de vuelta. No se puede deshacer. ¿Borrar todo?
erase-debt = { $unit ->
    [reais] { $debt-full } que faltan de la devolución se perdonan.
   *[points] Los { $debt-full } que faltan de la devolución se perdonan.
}
erased = Listo: tus datos se borraron de { $shop }. Si un día quieres volver, manda un mensaje.
erase-kept = De acuerdo, no se borró nada.
erase-staff = Quien es del equipo tiene que salir antes: pídelo a quien gestiona (*desvincular* y el nombre).
erase-company = Esta cuenta es de una empresa, con más personas. Para borrarla, habla con nosotros: { $contact }.
letters-off = Listo: ya no va nada a { $email }. Los avisos siguen por aquí. Para volver a recibir, manda *quiero recibir correos*.
letters-on = De acuerdo: los avisos de tu cuenta van también a { $email }. Para dejar de recibirlos, manda *parar correo*.
letters-nowhere = No tenemos tu correo: nada va por correo, solo por aquí.
letters-no-address = Todavía no tenemos tu correo. Dilo en la caja o en la web de { $shop }, o habla con nosotros: { $contact }. Después manda *quiero recibir correos*.
letters-never = No mandamos correos: los avisos llegan por aquí.

## Lo que llega por una compra

receipt = { $unit ->
    [reais] Compra de *{ $amount }* registrada ({ $store }) ✅ reintegro *{ $points }*
   *[points] Compra de *{ $amount }* registrada ({ $store }) ✅ *+{ $points-full }*
}
receipt-excluded = Valor que cuenta: { $eligible }
receipt-discount = Descuento: { $discount }
receipt-referral = Regalo por la invitación: *+{ $points }*
referral-over = Quien te invitó llegó al límite de invitaciones de este mes, así que esta vez no hubo regalo.
receipt-repaid = { $points-full } { $points-count ->
    [one] cubrió
   *[other] cubrieron
} la devolución anterior.
receipt-balance = Saldo: *{ $balance }* · este crédito vale hasta el { $day }
receipt-later = { $days ->
    [1] Puedes usar { $points-full } a partir de mañana ({ $day }).
   *[other] Puedes usar { $points-full } a partir del { $day }.
}
receipt-rules = 📅 Algunas reglas cambian el { $day }. Escribe *reglas* para verlas.
reward-gone = { $reward } se agotó. Mira los otros premios.
reward-none = { $number }. { $reward } · { $price-full } · agotado
receipt-debt = Todavía { $debt-count ->
    [one] falta
   *[other] faltan
} { $debt-full } de la devolución.
friend-over = { $most ->
    [one] ¡{ $friend } compró! Este mes ya contó una invitación tuya, que es el límite: esta no suma, pero gracias por compartir 💛
   *[other] ¡{ $friend } compró! Este mes ya contaron { $most } invitaciones tuyas, que es el límite: esta no suma, pero gracias por compartir 💛
}
friend-bought = { $friend } compró: *+{ $points }* para ti 🎁 Saldo: { $balance-full }.
reversed = Compra de { $amount } anulada: { $points-less-full }.
reversed-part = { $amount } de la compra de { $whole } { $amount-count ->
    [one] anulado
   *[other] anulados
}: { $points-less-full }.
reversed-referral = El regalo por la invitación salió también: { $points-less }.
reversed-balance = Saldo: { $balance-full }.
friend-reversed = La compra de { $friend } se devolvió: { $points-less }. Saldo: { $balance-full }.

## Vales

vouchers = Tus vales:
vouchers-none = No tienes ningún vale para usar ahora.
voucher-row = • *{ $value }* · { $code } · hasta { $day }
voucher-how = Para usarlo, muestra el código en caja. Para verlos de nuevo, escribe *vales*.
voucher-from = – En compras desde { $minimum }.
voucher-each-from = – { $code }: en compras desde { $minimum }.
voucher-from-tomorrow = – El de hoy se puede usar desde mañana.
voucher-stores = – Solo en: { $stores }.
voucher-rest-lost = – Es de un solo uso: lo que sobre se pierde.
voucher-comes-back = – Sin uso hasta el final, el valor vuelve al saldo, una vez.
voucher-blocked = Tus vales vuelven a servir cuando las compras cubran { $debt-full } de la devolución.
voucher-yours = Este vale es tuyo:
voucher-show = Para usarlo, muestra esta imagen o el código en la caja.
voucher-others = Ese código solo lo revisa la tienda. Muéstralo en la caja.
voucher-missing = { $missing-count ->
    [one] Falta
   *[other] Faltan
} *{ $missing }* para tu vale.
voucher-paid = Pagado con vale: { $used }
voucher-issued = 🎟️ Vale de *{ $value }*: *{ $code }* · hasta { $day }
voucher-rest = 🎟️ Quedó un vale de *{ $value }*: *{ $code }* · hasta { $day }
voucher-dissolved = El vale { $code } se cambió por un saldo de *{ $balance }*.
vouchers-dissolved = Los vales { $codes } y { $last } pasaron a saldo: *{ $balance }*.
voucher-ended = El vale { $code } ya no vale.
vouchers-ended = Los vales { $codes } y { $last } ya no valen.
voucher-replaced = El vale { $code } se cambió por { $count ->
    [one] este
   *[other] estos
}:
vouchers-replaced = Los vales { $codes } y { $last } se cambiaron por { $count ->
    [one] este
   *[other] estos
}:
voucher-returned = 🎟️ Volvió un vale de *{ $value }*: *{ $code }* · hasta { $day }
friend-voucher = { $friend } compró y ganaste 🎁
sale-voucher = 🎟️ vale de { $value } para una próxima compra
voucher-taken = vale { $used } · cobrar *{ $charge }*
voucher-ask = { $count ->
    [one] Vale de *{ $used }* · { $name }
   *[other] { $count } vales, *{ $used }* · { $name }
} · compra de { $amount }: cobrar *{ $charge }*. ¿Confirmas?
voucher-ask-rest = { $rest-count ->
    [one] Sobra { $rest }, que sigue
   *[other] Sobran { $rest }, que siguen
} siendo un vale.
voucher-ask-yours = Solo con el número: quien compra no confirmó, y el uso queda a tu nombre.
voucher-ask-lost = { $rest-count ->
    [one] Sobra { $rest }, que se pierde
   *[other] Sobran { $rest }, que se pierden
}.
voucher-ask-amount = { $count ->
    [one] Vale de *{ $value }*
   *[other] { $count } vales, *{ $value }*
} · { $name } · ¿De cuánto es la compra?
voucher-used = Ya usado: { $value }, el { $day } a las { $time }, { $by }, { $store }.
voucher-gone = Ese vale fue cancelado: la compra detrás de él se devolvió, un ajuste lo quitó, o quien lo tenía borró sus datos.
voucher-over = Ese vale terminó el { $day }.
not-here = En { $store } no recibimos vales, saldo ni premios.
voucher-reserved = Ese vale está reservado hasta las { $time } para una compra en { $by }. Si no se hace, vuelve a valer aquí.
voucher-tomorrow = Ese vale es de hoy: se puede usar desde mañana.
voucher-minimum = Ese vale pide una compra desde { $minimum }.
voucher-nothing = Nada de esta compra se puede pagar con vale.
voucher-nobody = { $name } no tiene ningún vale para usar ahora.
voucher-line = Para pagar con vales, escribe todo en una línea: teléfono, monto de la compra y *usa vales*; o *v*, el código del vale y el monto. Por ejemplo: 11 98888-7777 50 usa vales
voucher-proof = Solo con el número de { $name } no se pueden usar vales: no se usó nada. Pide el código del vale (*v CÓDIGO monto*), o que mande *código* a este número, y escribe aquí lo que le llegue, el monto y *usa vales*.
voucher-not-joined = { $name } todavía no entró al club y no se enteraría: sin el código del vale, solo la gerencia puede usar los vales desde aquí. No se usó nada.
voucher-another = El código *{ $code }* no es de un vale de ese número: no se registró nada. Manda *v*, el código y el monto, sin el número; o solo el número y el monto.
code-alone = El código *{ $code }* ya dice cuánto paga: manda solo *v { $code }* y el monto de la compra. No se registró nada.
notebook-pays = Una de las líneas paga con vale o saldo: no se registró nada. Mándala sola, y las otras sin ella.
back-dissolved = { $count ->
    [one] vale de { $value } cancelado
   *[other] { $count } vales, { $value }, cancelados
}
back-returned = { $count ->
    [one] vale de { $value } devuelto
   *[other] { $count } vales, { $value }, devueltos
}

## Equipo: ventas

sale-done = { $unit ->
    [reais] ✅ { $name } · { $amount } · reintegro *{ $points }* · saldo { $balance }
   *[points] ✅ { $name } · { $amount } · *+{ $points }* · saldo { $balance }
}
sale-done-part = { $unit ->
    [reais] ✅ { $name } · { $amount } (solo { $eligible-count ->
        [one] cuenta
       *[other] cuentan
    } { $eligible }) · reintegro *{ $points }* · saldo { $balance }
   *[points] ✅ { $name } · { $amount } (solo { $eligible-count ->
        [one] cuenta
       *[other] cuentan
    } { $eligible }) · *+{ $points }* · saldo { $balance }
}
sale-referral = 🎁 primera compra por invitación: +{ $points }
sale-never-wrote = Esta persona todavía no le escribió a la tienda: no se envió nada. Muéstrale el QR del cartel para que vea { unit-yours }.
sale-waits = El aviso queda guardado hasta su próximo mensaje.
sale-template = Su conversación estaba cerrada: el aviso fue como plantilla de WhatsApp.
sale-undelivered = ⚠️ WhatsApp dice que a este número no llega nada. Confirma que esté bien; el saldo queda guardado.
sale-silent = Esta persona pidió no recibir avisos.
sale-undo-hint = ¿te equivocaste? responde *deshacer*
sale-again = Igual a la de las { $time }. ¿Es otra compra?
sale-confirm =
    ¿Está bien esta venta?
    { $name } · { $phone }
    { "*" }{ $amount }*
sale-confirm-many = ¿Está bien la lista?
sale-row = • { $name } · { $phone } · *{ $amount }*
sale-excluded = No cuenta: { $excluded } · cuenta: { $eligible }
sale-product = { $count } × { $each } = *{ $total }*
sale-sum = { $first } + { $second } = *{ $total }*
sale-discount = Descuento { $discount } · cobrar *{ $charge }*
sale-row-new = • cliente nuevo { $phone } · *{ $amount }*
sale-confirm-cpf = Ese número también puede ser un CPF. ¿Es realmente el celular?
sale-new =
    Cliente nuevo: *{ $phone }*, venta de *{ $amount }*.
    ¿El número está bien?
sale-dropped = De acuerdo, no se registró nada.
sale-replaced = La venta anterior, sin respuesta, quedó descartada.
question-replaced = La pregunta anterior, sin respuesta, quedó descartada.
asked-again = No entendí esa respuesta. La pregunta sigue abierta:
ask-stands = Y la pregunta sigue abierta:
send-whole = Si era para corregir, manda el pedido completo otra vez, ya con lo correcto.
sale-many = Son demasiadas ventas en un solo mensaje. Manda hasta { $most } por vez.
ask-phone = *{ $amount }*, anotado. ¿Cuál es el celular del cliente, con DDD?
ask-phone-of = *{ $amount }* ({ $name }), anotado. ¿Cuál es el celular, con DDD?
ending-only = Solo con el final *{ $ending }* no se sabe de quién es. *{ $amount }* sigue anotado: ¿cuál es el celular completo, con DDD?
ask-amount = *{ $name }*: ¿cuál es el monto de la compra?
amount-talk = No registré nada. Si es una compra de *{ $name }*, manda solo el monto.
one-at-a-time = Una venta a la vez: responde esta, y después manda la otra con el celular.
bad-phone = El número parece incompleto. ¿Lo mandas otra vez con DDD? Ej.: 11 98765-4321
given-cpf = Eso parece un CPF, y aquí usamos el celular del cliente. ¿Cuál es el número?
two-phones = Leí dos celulares: { $first } y { $second }. ¿Lo mandas otra vez solo con el del cliente?
two-amounts = Leí dos montos: { $first } y { $second }. ¿Lo mandas otra vez solo con el de la compra?
bad-amount = No pude leer el monto. Mándalo así: 11 98765-4321 89,90
excluded-unknown = Cuenta toda la venta de { $amount }: en este programa nada queda fuera.
excluded-too-much = La parte que no cuenta, { $excluded }, es mayor que la venta de { $amount }: no se registró nada. ¿La mandas otra vez?
discount-too-much = El descuento de { $discount } no deja nada por pagar en la venta de { $amount }: no se registró nada. ¿La mandas otra vez?
excluded-unclear = No pude leer la parte que no cuenta: no se registró nada. Mándala así: 11 98765-4321 180 fuera 60
percent-unread = No calculo porcentajes: si es un descuento, manda *no* y el precio ya con él, o el descuento en reales (*100 desc 10*).
discount-alone = Falta el precio del descuento de { $discount }: no se registró nada. Manda los dos juntos, así: 11 98765-4321 100 desc 10
amount-zero = Monto cero: no se registró nada. ¿Cuál es el monto de la compra?
amount-negative = Un monto negativo no es una venta. Para quitar la última, escribe *deshacer*.
amount-too-high = *{ $amount }* pasa el límite de { $limit } por mensaje: no se registró nada. ¿Revisas el monto?
own-number = Ese es tu propio número: nadie registra ventas para sí. Pídelo a otra persona del equipo.
own-family = { $name } es de tu familia: las ventas, devoluciones y canjes de esa persona quedan para otro del equipo.
manager-unknown =
    No entendí. Lo que puedes mandar:
    { "*" }Venta*: 11 98765-4321 89,90
    { "*" }Ventas de hoy*: resumen
    { "*" }Quién trabaja aquí*: equipo
    { "*" }Avisar a clientes*: avisar a todos Mañana abrimos a las 10
    { "*" }Lo que cobra WhatsApp*: costos
    El resto: ayuda
staff-hello = ¡Hola{ $name }! Para registrar una venta: 11 98765-4321 89,90. Lo demás: *ayuda*
leave-theirs = Eso lo hace la propia persona, escribiendo aquí: *SALIR* y no recibe más ofertas; *borrar mis datos* y sale del club del todo.
staff-unknown = No entendí. Para registrar una venta: 11 98765-4321 89,90
staff-help =
    { "*" }Venta*: 11 98765-4321 89,90
    { "*" }Código de premio*: v 7KD2
    { "*" }Deshacer* (10 min): deshacer
    { "*" }Devolución*: responde a la venta con reembolso o reembolso 30,00; sin ella, reembolso 11 98765-4321
    { "*" }Cambio*: cambio 11 98765-4321 120 por 90
    { "*" }Consultar*: ? 11 98765-4321
    { "*" }Hoy*: resumen
staff-help-manager =
    { "*" }Avisar a clientes*: avisar a todos TEXTO
    { "*" }Equipo*: equipo · agregar vendedor { $area } 9XXXX-XXXX NOMBRE · sacar a NOMBRE del equipo
    { "*" }Lo que cobra WhatsApp*: costos
no-longer-staff = Este número ya no está en el equipo de { $shop }, así que no se registró nada. Si es un error, habla con quien administra la tienda.
not-staff = Las ventas de { $shop } solo las registra el equipo. Si compras aquí, escribe *saldo* o *quiero participar*.
lookup = { $name } · final { $phone } · saldo *{ $balance }*
lookup-vouchers = 🎟️ { $count ->
    [one] { $count } vale
   *[other] { $count } vales
}: { $value }
enrol-phone = ¿Cuál es el celular, con código de área?
enrol-ask =
    ¿Registrar a *{ $name }* con el número *{ $phone }*?
    Revisa el número antes.
enrol-ask-nameless =
    ¿Registrar el número *{ $phone }*?
    Revísalo antes.
enrol-known = Ese número ya tiene registro: { $name }, final { $phone }, saldo { $balance }
enrol-dropped = De acuerdo, no se registró a nadie.
enrolled = ✅ { $name } está en el registro. No se envía nada: la persona entra al club cuando mande su primer mensaje, con el QR del mostrador por ejemplo.
lookup-how = A los clientes los encuentro por el celular, no por el nombre. Mándalo así: ? { $area } 9XXXX-XXXX
who-nobody = No hay nadie llamado *{ $name }* en el equipo. A los clientes los encuentro por el celular: ? { $area } 9XXXX-XXXX
lookup-nobody = Nadie tiene registro con { $phone }. Manda el monto para registrar la primera compra. Si la persona solo tiene nombre de usuario en WhatsApp, pídele que mande su número en el chat de la tienda y toque el botón.
sale-contested = ⚠️ El número { $phone } apareció con otra cuenta de WhatsApp y aún no se sabe de quién es. La compra entra en la ficha nueva, sin el saldo antiguo; si es la misma persona, todo se une después.
frozen-staff = Esa ficha está guardada hasta confirmar de quién es el número: no se registró nada. Pide el código que la persona recibió en el chat, o quien gestiona manda *liberar* y el número.
forgotten-staff = Los datos de esta persona se borraron a pedido: no se registró nada.
return-ask = ¿Liberar la ficha de *{ $name }* (final { $phone }) a quien está aquí? Confirma el nombre con la persona.
return-done = ✅ Ficha liberada: { $name }
return-kept = De acuerdo, la ficha sigue guardada.
return-over = Ese código ya no vale. La persona puede pedir otro en el chat.
not-frozen = La ficha de { $phone } no está guardada: no hay nada que liberar.
erase-ask-staff = Esto borra el nombre, el número y las conversaciones de *{ $name }*, y { $balance-count ->
    [one] se pierde
   *[other] se pierden
} { $balance-full }. No se puede deshacer. ¿Borrar todo?
erased-staff = ✅ Datos borrados. Solo quedan movimientos sin nombre.
erase-nobody = No encontré a ese cliente: no se borró nada.
erase-whole = Es una empresa: sus contactos se borran con ella ({ $people }).
erase-how = Para borrar los datos de un cliente, di de quién: *borrar datos de 11 98765-4321*, o el correo, *del CNPJ* y el número, o *del cliente #123* con el código de tu sistema.
expired = Esa solicitud venció. ¿Quieres empezar de nuevo?

## Equipo: caja

undone = ↩ Venta deshecha: { $name } · { $amount } · { $points-less } · saldo { $balance }
undo-ask = ¿Deshacer la de *{ $amount }* ({ $name }, { $time })?
correct-plain = En una línea solo se corrige el valor de una venta simple. Manda *deshacer* y registra de nuevo.
correct-ask = ¿Corregir la de *{ $amount }* ({ $name }, { $time }) a *{ $new }*?
move-whose = La de *{ $amount }* está ahora con { $name }: ¿de quién es? Manda el número: era de { $area } 9XXXX-XXXX
move-ask = ¿Pasar la de *{ $amount }* ({ $name }, { $time }) a *{ $buyer }* · { $phone }?
move-ask-new = ¿Pasar la de *{ $amount }* ({ $name }, { $time }) a un cliente nuevo, *{ $phone }*? Revisa el número.
ending-booked = Solo con el final *{ $ending }* no se sabe de quién es. Si la de *{ $amount }* ({ $name }) era de otro celular, manda *era* y el número completo, con DDD.
undo-plain = Para no equivocarnos: para deshacer, responde *sí*; para dejar la venta como está, *no*.
undo-which = Tienes más de una venta reciente:
undo-row = • { $time } · { $name } · { $amount }
undo-which-of = Hiciste más de una cosa hace poco:
handed-row = • { $time } · { $name } · { $reward } entregado
handed-ask = ¿Deshacer la entrega de *{ $reward }* ({ $name }, { $time })?
handed-kept = De acuerdo, la entrega queda.
handed-back = ↩ Entrega deshecha: { $reward } · { $name } · +{ $points } · saldo { $balance }
handed-already = Esa entrega ya se deshizo.
handed-late = Esa entrega ahora solo la deshace la gerencia, respondiendo a su mensaje con *reembolso*.
handed-unknown = De esa entrega no quedó guardado lo que usó: para devolverlo, manda *ajuste*, el celular y el valor.
undo-nothing = No hay ventas tuyas en los últimos minutos para deshacer. Para una devolución, responde a la venta con *reembolso*.
undo-already = Esa venta ya se deshizo.
undo-late = Esa ya no se puede deshacer. Si es una devolución, responde a la venta con *reembolso*.
undo-kept = De acuerdo, la venta queda.
refunded = ↩ Reembolso: { $name } · { $amount } · { $points-less } · saldo { $balance }
refund-which = Responde al mensaje de la venta con *reembolso* (o *reembolso 30,00*), o manda *reembolso* y el celular de quien compró.
refund-too-much = De esa venta solo quedan { $left }: no se reembolsó nada.
refund-manager = Un reembolso de más de { $limit } lo hace quien administra la tienda.
refund-none = { $name } no tiene compras que se puedan reembolsar.
refund-nobody = Nadie registrado con { $phone }: no hay compra que reembolsar.
refund-list = Últimas compras de { $name }:
refund-row = *{ $number }* · { $day } { $time } · { $store } · { $amount }
refund-row-part = *{ $number }* · { $day } { $time } · { $store } · { $amount } (quedan { $left })
refund-pick = ¿Cuál? Manda el número.
refund-ask = ¿Reembolsar *{ $amount }* a { $name } ({ $day } { $time }, { $store })?
refund-ask-part = Para una parte, manda el valor.
refund-kept = De acuerdo, no se reembolsó nada.
exchange-kept = De acuerdo, no se cambió nada.
exchange-how = Para cambiar: celular, el valor que vuelve *por* el nuevo, como *cambio 11 98765-4321 120 por 90*. O responde a la venta con *cambio por 90*.
exchange-none = { $name } no tiene una compra de { $amount } entre las últimas:
exchange-parts = Esa compra tiene descuento o una parte que no cuenta: reembólsala y registra otra.
exchange-ask = Cambio de { $name }: vuelve { $back } ({ $day }, { $store }), sale { $amount }.
exchange-charge = Cobrar *{ $difference }*. ¿Confirmas?
exchange-return = Devolver *{ $difference }*. ¿Confirmas?
exchange-even = Nada que cobrar ni devolver. ¿Confirmas?
exchange-done = { $unit ->
    [reais] 🔁 Cambio: { $name } · { $back } por { $amount } · reintegro { $taken-less } +{ $points } · saldo { $balance }
   *[points] 🔁 Cambio: { $name } · { $back } por { $amount } · { $taken-less } +{ $points } · saldo { $balance }
}
exchange-undo-hint = *deshacer* quita solo la compra nueva; la anterior no vuelve
exchange-undone = La compra que se cambió no vuelve: si vale, regístrala de nuevo.
exchanged = { $unit ->
    [reais] Cambio registrado ({ $store }) ✅ { $back } por *{ $amount }* · reintegro { $taken-less } y *+{ $points }*
   *[points] Cambio registrado ({ $store }) ✅ { $back } por *{ $amount }* · { $taken-less } y *+{ $points-full }*
}
code-ask = *{ $reward }* · { $name } · ¿Entrega hecha?
reward-not-here = En { $store } no entregamos premios.
code-done = ✅ Premio entregado: { $reward } · { $name }
hand-over-how = Para entregar un premio, manda el código que recibió el cliente: v 7KD2
code-used = Ya se usó: { $reward }, el { $day } a las { $time }, { $by }, { $store }.
code-over = { $unit ->
    [reais] La reserva de { $reward } ya no vale; el valor volvió al cliente.
   *[points] La reserva de { $reward } ya no vale; los puntos volvieron al cliente.
}
code-unknown = No encontré el código *{ $code }*. ¿Lo confirmas con el cliente?
code-tries = Muchos códigos que no existen en poco tiempo. Espera 10 minutos o llama a quien administra la tienda.
codes-rest = Demasiados códigos equivocados en la tienda hoy: hasta mañana, solo quien administra usa códigos.
codes-rest-news = ⚠️ Ya son *{ $tries }* códigos equivocados en la tienda hoy. Quién los escribió:
codes-rest-row = • { $name }: { $tries }
codes-rest-how = Puede ser alguien que busca vales probando. Hasta mañana, solo quien administra usa códigos.
code-kept = De acuerdo, el código sigue valiendo.
day-store = { "*" }{ $store }*
day = { $sales ->
    [0] { $when }: ninguna venta · *{ $total }*
    [one] { $when }: { $sales } venta · *{ $total }*
   *[other] { $when }: { $sales } ventas · *{ $total }*
}
day-back = { $sales ->
    [one] Devolución en { $sales } venta anterior: { $total } devueltos de ella
   *[other] Devoluciones en { $sales } ventas anteriores: { $total } devueltos de ellas
}
day-points =
    { unit-given }: { $given }
    { $unit ->
        [reais] Usado
       *[points] Usados
    }: { $used }
day-reversed = Anulación de ventas anteriores: { $points }
day-undone = Sin contar: { $points } dados y luego anulados
day-unknown = No conozco ese día. Envía por ejemplo *resumen ayer*, *resumen 21/11* o *resumen de la semana*.
day-only = Eso no lo dice el resumen. Tiene las ventas, el total y los puntos, por persona del equipo: manda *resumen*, *resumen ayer*, *resumen de la semana*, *resumen de la semana pasada*, *resumen del mes* o *resumen 21/11*.
day-referral = Por invitación: { $points }
day-share = { $sales ->
    [one] { $name }: { $sales } venta · { $total }
   *[other] { $name }: { $sales } ventas · { $total }
}

## Administración

only-managers = Solo quien administra la tienda hace eso.
announce-preview =
    Vista previa 👇

    { $text }
announce-ask = { $people ->
    [one] Para: *{ $people }* persona · fuera del envío: { $left_out }
   *[other] Para: *{ $people }* personas · fuera del envío: { $left_out }
} · *{ $price }* estimado
announce-nobody = Nadie puede recibirlo ahora: no se envió nada.
announce-ways = Con conversación abierta: { $chat } · como plantilla de WhatsApp: { $template }
announce-left = Fuera: { $refused } sin pedir ofertas · { $unreached } sin conversación en las últimas 24 h
announce-empty = Escribe el texto junto: *avisar a todos* El sábado hay baño doble.
announce-whole = Un aviso va a todos los que aceptaron ofertas: no se puede elegir solo una parte. Para enviarlo a todos: *avisar a todos* y el texto.
announce-long = El texto pasa de { $most } caracteres: no se envió nada. ¿Lo puedes acortar?
announce-sent = { $people ->
    [one] Enviando a { $people } persona ✅
   *[other] Enviando a { $people } personas ✅
}
announce-gone = Ningún aviso espera respuesta, y lo que ya salió no vuelve: para corregir, manda otro.
announce-dropped = De acuerdo, no se envió nada.
announce-waits = { $people ->
    [one] Guardado para { $people } persona. Sale con *liberar avisos*.
   *[other] Guardado para { $people } personas. Sale con *liberar avisos*.
}
announce-rests = ⚠️ Los anuncios nuevos siguen en pausa. Para soltarlos: *liberar avisos*.
resting-none = Ningún anuncio está en pausa.
resting-over = Ningún anuncio estaba en pausa. Los próximos salen como siempre ✅
resting-preview = { $count ->
    [one] Hay { $count } anuncio en pausa 👇
   *[other] Hay { $count } anuncios en pausa 👇
}
resting-one = { $people ->
    [one] • { $day } · { $people } mensaje · { $text }
   *[other] • { $day } · { $people } mensajes · { $text }
}
resting-more = { $count ->
    [one] y { $count } anuncio más
   *[other] y { $count } anuncios más
}
resting-refused = { $people ->
    [one] Fuera: { $people } persona ya no quiere ofertas
   *[other] Fuera: { $people } personas ya no quieren ofertas
}
resting-unreached = { $people ->
    [one] Sigue en pausa: { $people } persona sin conversación en las últimas 24 h y sin plantilla aprobada
   *[other] Siguen en pausa: { $people } personas sin conversación en las últimas 24 h y sin plantilla aprobada
}
resting-doubtful = { $people ->
    [one] { $people } persona quizás ya lo recibió, antes de restaurar el sistema: ese no sale por aquí. Decide quien cuida el sistema.
   *[other] { $people } personas quizás ya lo recibieron, antes de restaurar el sistema: esos no salen por aquí. Decide quien cuida el sistema.
}
resting-nobody = De lo que está en pausa, nadie puede recibir nada ahora. No se envió nada; para desistir: *descartar avisos*.
resting-kept = De acuerdo, siguen en pausa.
resting-dropped = { $messages ->
    [one] Descartado: { $messages } mensaje ya no sale.
   *[other] Descartado: { $messages } mensajes ya no salen.
}
announcement = *{ $shop }*: { $text }
team = { $people ->
    [one] *Equipo*: { $people } persona
   *[other] *Equipo*: { $people } personas
}
team-since = { $name } · { $role } · desde el { $day }
team-one = { $name } · { $role }
team-more = … y { $people } más
team-tills = *Cajas y tiendas en línea*: { $tills }
team-till = { $name } · { $store }
team-how = Entra alguien: agregar vendedor { $area } 9XXXX-XXXX NOMBRE. Sale alguien: sacar a NOMBRE del equipo. Familia de alguien: familia NOMBRE { $area } 9XXXX-XXXX
hire-ask = ¿Sumar a *{ $name }* al equipo como { $role }, con el número { $phone }? Quien tenga ese número va a poder registrar ventas.
hire-dropped = De acuerdo, nadie entró al equipo.
hire-owner = Solo el dueño o la dueña de la tienda suma encargados.
team-kept = De acuerdo, el equipo queda como está.
hired =
    { "*" }{ $name }* ya puede registrar ventas desde ese número. Reenvía el enlace para empezar la conversación:
    { $link }
hire-how = Mándalo así: agregar vendedor { $area } 9XXXX-XXXX NOMBRE
role-how = Para cambiarle el puesto a alguien, sale y vuelve a entrar: *sacar a NOMBRE del equipo* y después *agregar gerente { $area } 9XXXX-XXXX NOMBRE* (o *agregar vendedor*).
dismiss-at-once = Por mensaje no se puede poner una fecha: el acceso termina enseguida y vuelve solo cuando sumes a la persona otra vez (*agregar vendedor { $area } 9XXXX-XXXX NOMBRE*).
members = { $people ->
    [one] *1* persona en el club
   *[other] *{ $people }* personas en el club
} · { $offers } con ofertas
hired-already = { $name } ya está en el equipo.
dismiss-ask = ¿Sacar a *{ $name }* ({ $role }) del equipo? Los próximos mensajes de esa persona no van a registrar nada.
dismiss-kept = De acuerdo, *{ $name }* sigue en el equipo.
dismissed = *{ $name }* ya no está en el equipo. Los próximos mensajes de esa persona no registran nada.
till-dismiss-ask = ¿Sacar *{ $name }*? Las claves de ese canal dejan de servir al instante, y ya no registra nada. Los pedidos que registró siguen conocidos: ninguno cuenta otra vez. Para reabrirlo, quien cuida el sistema ejecuta: fregues key create --merchant { $merchant } --channel "{ $name }" --scopes …
till-kept = De acuerdo, *{ $name }* sigue registrando.
till-dismissed = *{ $name }* quedó fuera: las claves de ese canal ya no abren nada.
dismiss-nobody = No encontré a esa persona en el equipo. Mándalo así: sacar a NOMBRE del equipo
family-marked = Anotado: { $relative } es de la familia de { $name }. Las ventas, devoluciones y canjes de esa persona quedan para otro del equipo.
family-unmarked = Listo: { $relative } ya no está en la familia de { $name }.
family = Familia del equipo:
family-row = { $name }: { $relative }
family-nobody = Nadie está marcado como familia del equipo.
family-stranger = No encontré a { $name } en el equipo: no se anotó nada.
family-how = Para marcar: familia NOMBRE { $area } 9XXXX-XXXX. Para quitar: familia NOMBRE quitar { $area } 9XXXX-XXXX
claimed = Listo: administras *{ $shop }* desde aquí.
claim-other = Ese código no es de invitación ni el de quien gestiona *{ $shop }*, que vale una sola vez. Quien instaló puede hacer otro.
claim-unknown = Ese código no es el de *{ $shop }*. Revísalo letra por letra: no lleva 0, O, I, L ni U. Quien instaló el sistema ve el código con *fregues merchant list*, y hace otro con *fregues merchant claim { $merchant }*.
not-yet = Eso todavía no se puede hacer por mensaje.
approve-nothing = No hay nada que liberar.

## El reglamento, una línea por regla

terms-rate = • Cada { $amount } en compras vale *{ $points }*.
terms-percent = • El *{ $percent }* de cada compra vuelve a ti como crédito.
terms-visit = • Cada compra vale *{ $points-full }*, sea cual sea el monto.
terms-rounding = { $unit ->
    [reais] • La cuenta se hace una vez por compra, sobre el total, sin contar fracciones de centavo.
   *[points] • La cuenta se hace una vez por compra, sobre el total, sin contar fracciones de punto.
}
terms-net = • Cuenta lo que pagaste: la parte pagada con saldo, premio o vale no da crédito.
terms-net-of-discount = • Cuenta el valor de la compra ya con el descuento de la tienda.
terms-excluded = • Quedan afuera: { $what }. No dan crédito ni se pagan con él.
terms-minimum = • Vale para compras desde { $amount }.
terms-minimum-part = • Solo suma la compra en que la parte que cuenta llega a { $amount }.
terms-most = • Una compra da como máximo { $points-full }.
terms-most-day = • Por día, cada persona junta como máximo { $points-full }.
terms-most-month = • Por mes, cada persona junta como máximo { $points-full }.
terms-usable = { $days ->
    [one] • El crédito se puede usar desde el día siguiente.
   *[other] • El crédito se puede usar { $days } días después de la compra.
}
terms-days = { $days ->
    [one] • Cada crédito vale { $days } día, contado uno a uno.
   *[other] • Cada crédito vale { $days } días, contado uno a uno.
}
terms-months = { $months ->
    [one] • Cada crédito vale { $months } mes, contado uno a uno.
   *[other] • Cada crédito vale { $months } meses, contado uno a uno.
}
terms-sliding = { $days ->
    [one] • El saldo vale { $days } día desde la última compra.
   *[other] • El saldo vale { $days } días desde la última compra.
}
terms-yearly = • Los créditos valen hasta el { $day } de cada año.
terms-never = • Los créditos no vencen.
terms-month-end = • El plazo llega siempre hasta fin de mes.
terms-notice = • Antes de vencer recibes un aviso con { $days ->
    [one] { $days } día
   *[other] { $days } días
}. Si no llega, el plazo se alarga { $more ->
    [one] { $more } día
   *[other] { $more } días
}, una vez.
terms-tiers-earned = { $months ->
    [one] • Niveles, por lo que juntas en compras en el mes:
   *[other] • Niveles, por lo que juntas en compras en { $months } meses:
}
terms-tiers-earned-ever = • Niveles, por todo lo que juntaste en compras:
terms-tiers-spent = { $months ->
    [one] • Niveles, por el monto de las compras en el mes:
   *[other] • Niveles, por el monto de las compras en { $months } meses:
}
terms-tiers-spent-ever = • Niveles, por el monto de todas tus compras:
terms-tiers-visits = { $months ->
    [one] • Niveles, por el número de compras en el mes:
   *[other] • Niveles, por el número de compras en { $months } meses:
}
terms-tiers-visits-ever = • Niveles, por el número de todas tus compras:
terms-tier = – *{ $tier }*: desde { $from }
terms-tier-factor = – *{ $tier }*: cada compra rinde { $factor } veces
terms-keep-month = – Quien queda por debajo conserva el nivel hasta fin de mes.
terms-keep-year = – Quien queda por debajo conserva el nivel hasta fin de año.
terms-keep-always = – El nivel alcanzado no se pierde.
terms-campaign = • *{ $name }*, del { $from } al { $to }: cada compra rinde { $factor } veces.
terms-campaign-extra = • *{ $name }*, del { $from } al { $to }: { $points-full } más por compra.
terms-campaign-both = • *{ $name }*, del { $from } al { $to }: cada compra rinde { $factor } veces, y { $points-full } más.
terms-campaign-days = – *{ $name }* solo estos días: { $days }.
terms-campaign-hours = – *{ $name }* solo de { $from } h a { $to } h.
terms-campaign-new = – *{ $name }* solo para quien entró hace como máximo { $days ->
    [one] { $days } día
   *[other] { $days } días
}.
terms-campaign-birthday = – *{ $name }* solo en el mes de tu cumpleaños, si dijiste la fecha al menos 30 días antes (*cumpleaños 12/05*).
terms-campaign-away = – *{ $name }* solo para quien lleva { $days ->
    [one] { $days } día
   *[other] { $days } días
} o más sin comprar.
terms-campaign-tiers = – *{ $name }* solo para quien está en el nivel: { $tiers }.
terms-campaign-stores = – *{ $name }* solo en estas tiendas: { $stores }.
terms-campaign-best = • Si hay más de una campaña, cuenta la que dé más.
terms-campaign-times = • El multiplicador del nivel y el de la campaña valen juntos: uno por el otro.
terms-welcome = • Al entrar: { $points-full }.
terms-birthday = • En tu cumpleaños: { $points-full }, si dijiste la fecha al menos 30 días antes (*cumpleaños 12/05*).
terms-pay = { $points-count ->
    [one] • { $points-full } paga { $amount } de una compra.
   *[other] • { $points-full } pagan { $amount } de una compra.
}
terms-pay-reais = • El saldo paga las próximas compras, real por real.
terms-pay-step = • Se usa en múltiplos de { $points-full }.
terms-pay-minimum = • Se usan por lo menos { $points-full } de una vez.
terms-pay-share = • El saldo paga como máximo el { $share }% de una compra.
terms-pay-yes = { $minutes ->
    [one] • En la caja nada se usa sin tu sí en la conversación, en { $minutes } minuto, o tu código. Sin eso, solo la gerencia lo libera: queda registrado y te avisamos.
   *[other] • En la caja nada se usa sin tu sí en la conversación, en { $minutes } minutos, o tu código. Sin eso, solo la gerencia lo libera: queda registrado y te avisamos.
}
terms-pay-nobody = • En la caja basta decir tu número para usar el saldo: nadie pide tu confirmación.
terms-voucher-credit = • Cada crédito se vuelve un vale. Lo que sea menor que { $minimum } espera a juntarse.
terms-voucher-balance = • Cuando el saldo llega a { $minimum }, se vuelve un vale, entero.
terms-voucher-multiples = • Cuando el saldo llega a { $minimum }, sale un vale de tantas veces { $minimum } como quepan en él; el resto sigue en el saldo.
terms-voucher-days = { $days ->
    [one] • El vale se puede usar por { $days } día.
   *[other] • El vale se puede usar por { $days } días.
}
terms-voucher-next-day = • El vale se puede usar desde el día siguiente.
terms-voucher-purchase = • El vale entra en compras desde { $amount }.
terms-voucher-share = • El vale entra en compras desde { $times }× su valor.
terms-voucher-rest = • Lo que sobra de un vale sigue siendo tuyo: se vuelve otro, con el mismo plazo.
terms-voucher-rest-lost = • Lo que sobra de un vale usado se pierde.
terms-voucher-returns = • El vale que vence sin uso vuelve al saldo, una vez.
terms-voucher-lapses = • El vale que vence sin uso se pierde.
terms-voucher-yes = • En la caja un vale se usa solo con su código, o con el que pides mandando *código*. Sin eso, solo la gerencia lo libera: queda registrado y te avisamos.
terms-voucher-nobody = • En la caja basta decir tu número para usar tus vales: nadie pide tu confirmación.
terms-voucher-notice = • Antes de que venza un vale recibes un aviso con { $days ->
    [one] { $days } día
   *[other] { $days } días
}. Si no llega, el plazo se alarga { $more ->
    [one] { $more } día
   *[other] { $more } días
}, una vez.
terms-reward = • *{ $reward }*: { $price-full }
terms-reward-stock = { $stock ->
    [one] • *{ $reward }*: { $price-full } · hay { $stock }
   *[other] • *{ $reward }*: { $price-full } · hay { $stock }
}
terms-rewards = { $hours ->
    [one] • El premio pedido queda reservado { $hours } hora y se entrega en la tienda con el código. Después, todo vuelve al saldo.
   *[other] • El premio pedido queda reservado { $hours } horas y se entrega en la tienda con el código. Después, todo vuelve al saldo.
}
terms-referrer = • Invitación: ganas { $points-full } con la primera compra de quien invitaste, desde { $minimum }.
terms-friend = • Quien entra por invitación gana { $points-full } con la primera compra, desde { $minimum }.
terms-referral-wait = { $days ->
    [one] • El crédito por invitar entra { $days } día después de esa compra.
   *[other] • El crédito por invitar entra { $days } días después de esa compra.
}
terms-referral-most = { $most ->
    [one] • Cuenta { $most } invitación por mes.
   *[other] • Cuentan hasta { $most } invitaciones por mes.
}
terms-ranking-earned = { $months ->
    [1] • Ranking del mes, por lo que cada uno junta en compras e invitaciones.
   *[other] • Ranking del año, por lo que cada uno junta en compras e invitaciones.
}
terms-ranking-spent = { $months ->
    [1] • Ranking del mes, por el monto de las compras.
   *[other] • Ranking del año, por el monto de las compras.
}
terms-ranking-visits = { $months ->
    [1] • Ranking del mes, por el número de compras.
   *[other] • Ranking del año, por el número de compras.
}
terms-ranking-names = – En el ranking los demás ven tu primer nombre.
terms-ranking-letters = – En el ranking los demás ven solo la inicial de tu nombre.
terms-ranking = – El ranking es solo para ver: ningún premio depende de él.
terms-store-gives = • *{ $store }* da crédito, pero no acepta saldo, vales ni premios.
terms-store-takes = • *{ $store }*: puedes usar ahí lo que tienes, pero las compras ahí no suman.
terms-store-out = • *{ $store }* no participa.
terms-refund = { $days ->
    [one] • Compra devuelta: su crédito sale, por la regla del día de la compra, y lo que usaste en ella vuelve con el mismo plazo; si ya pasó, vale { $days } día más.
   *[other] • Compra devuelta: su crédito sale, por la regla del día de la compra, y lo que usaste en ella vuelve con el mismo plazo; si ya pasó, vale { $days } días más.
}
terms-debt = { $days ->
    [one] • Si el crédito de una compra devuelta ya se usó, las próximas compras cubren lo que falta; sin nada que lo cubra en { $days } día, se perdona.
   *[other] • Si el crédito de una compra devuelta ya se usó, las próximas compras cubren lo que falta; sin nada que lo cubra en { $days } días, se perdona.
}
terms-owing = • Mientras quede algo por cubrir, no se puede usar saldo, premio ni vale.
terms-no-medicines = • Quedan afuera: { $what }. No dan crédito ni se pagan con él (RDC Anvisa 96/2008).
terms-medicines = • Los medicamentos participan por decisión registrada de la tienda.
terms-prizes = • Premios ({ $prizes }): autorización n.º { $certificate }.
terms-change = { $days ->
    [0] • El saldo, los plazos y los vales que ya tienes no cambian. Las otras reglas (cuánto se junta, qué compra el saldo) pueden cambiar en cualquier momento.
    [one] • El saldo, los plazos y los vales que ya tienes no cambian. Las otras reglas (cuánto se junta, qué compra el saldo) solo empeoran con aviso { $days } día antes.
   *[other] • El saldo, los plazos y los vales que ya tienes no cambian. Las otras reglas (cuánto se junta, qué compra el saldo) solo empeoran con aviso { $days } días antes.
}
weekday-1 = lunes
weekday-2 = martes
weekday-3 = miércoles
weekday-4 = jueves
weekday-5 = viernes
weekday-6 = sábado
weekday-7 = domingo

## Textos listos de enlaces y pies

join-text = Quiero participar del { $shop }
join-text-code = Quiero participar del { $shop }. Código { $code }
staff-text = ayuda
voucher-text = v { $code }
opt-out-footer = Para no recibir más, responde SALIR

## El cartel del mostrador

poster-promise = Por cada { $amount } en compras, { $points-full }. Con { $price }: { $reward }.
poster-points = Por cada { $amount } en compras, { $points-full }.
poster-headline = Únete al club y junta puntos
poster-point = Apunta la cámara del celular
poster-send = Envía el mensaje en WhatsApp
poster-say = Di tu celular en la caja
poster-number = WhatsApp { $number }
poster-percent = El { $percent } de cada compra vuelve a ti.

## Botones y menú (hasta 20 letras; títulos del menú hasta 24, descripciones hasta 72)

# Lo que cobra WhatsApp
cost = { "*" }{ $month } hasta ahora: { $total }* (estimado)
cost-service = Respuestas y recibos en el chat: { $sent } · { $free } gratis · { $price }
cost-utility = Recibos con el chat cerrado: { $sent } · { $price }
cost-marketing = Anuncios: { $sent } · { $price }
cost-authentication = Códigos de acceso: { $sent } · { $price }
cost-free = Respuestas gratis que quedan este mes: { $left }
cost-unpriced = { $count ->
    [one] { $count } mensaje fue a un país sin precio y no está en la cuenta.
   *[other] { $count } mensajes fueron a países sin precio y no están en la cuenta.
}
cost-under-way = { $count ->
    [one] { $count } mensaje sin confirmación de entrega todavía.
   *[other] { $count } mensajes sin confirmación de entrega todavía.
}
cost-before = { $month } quedó en { $total }.
cost-none = { $month }: nada que pagar hasta ahora.
cost-how = Tarifa de Meta del { $day }, dólar a { $rate }. Vale la factura de Meta.

# Noticias del número, para quien es dueño
stopped-token = ⚠️ WhatsApp ya no acepta el acceso del sistema (código { $code }). No sale nada; todo queda guardado y sale después. Crea un token nuevo en el panel de Meta y ejecuta: fregues doctor
stopped-payment = ⚠️ WhatsApp detuvo los mensajes por el pago (código { $code }). Revisa la tarjeta de la cuenta en el Administrador de WhatsApp. Lo que está en cola sale en cuanto se resuelva.
stopped-restricted = ⚠️ WhatsApp restringió la cuenta del número (código { $code }). Mira el motivo en “Calidad de la cuenta”, en el panel de Meta. La cola queda guardada.
stopped-unregistered = ⚠️ El número ya no está registrado en la API de WhatsApp (código { $code }). Ejecuta: fregues setup. La cola queda guardada.
stopped-other = ⚠️ WhatsApp rechaza los envíos de este número (código { $code }). No se pierde nada: la cola espera. Para ver qué falta: fregues doctor
sending-resumed = ✅ El número vuelve a enviar.
sending-stood = { $hours ->
    [0] Estuvo parado { $minutes } min, desde el { $day } a las { $time }.
   *[other] Estuvo parado { $hours } h { $minutes } min, desde el { $day } a las { $time }.
}
sending-waited = { $count ->
    [one] { $count } mensaje estaba esperando; lo que todavía sirve está saliendo.
   *[other] { $count } mensajes estaban esperando; lo que todavía sirve está saliendo.
}
sending-late = { $count ->
    [one] { $count } de ellos ya no sale, porque llegaría tarde. Los puntos no cambian.
   *[other] { $count } de ellos ya no salen, porque llegarían tarde. Los puntos no cambian.
}
marketing-stopped = ⚠️ WhatsApp limitó los anuncios de este número (código { $code }). Los recibos y las respuestas siguen; los anuncios quedan en pausa. Para enviarlos después: *liberar avisos*. Para desistir de ellos: *descartar avisos*.
announcement-held = ⚠️ WhatsApp rechazó la plantilla de un anuncio (código { $code }). Quienes aún no lo recibieron quedan en espera; lo demás sigue. Para enviarlo después: *liberar avisos*. Para desistir: *descartar avisos*.
template-paused = ⚠️ WhatsApp pausó la plantilla “{ $template }” ({ $language }), casi siempre por quejas de quienes la recibieron. Quien no tiene la conversación abierta no la recibe: los recibos esperan a que la persona escriba, los anuncios no salen.
template-refused = ⚠️ WhatsApp rechazó la plantilla “{ $template }” ({ $language }): { $reason }. Quien no tiene la conversación abierta no la recibe: los recibos esperan a que la persona escriba, los anuncios no salen. Se puede pedir otra revisión en el Administrador de WhatsApp.
template-disabled = ⚠️ WhatsApp desactivó la plantilla “{ $template }” ({ $language }) del todo. Hasta que haya una nueva, quien no tiene la conversación abierta no la recibe: los recibos esperan a que la persona escriba, los anuncios no salen.
template-back = ✅ La plantilla “{ $template }” ({ $language }) se puede usar de nuevo.
template-marketing = ⚠️ WhatsApp cambió de categoría la plantilla “{ $template }” ({ $language }): cada mensaje cuesta ahora como marketing, { $price } (estimado). Se puede reclamar en el Administrador de WhatsApp.
template-utility = ✅ WhatsApp pasó la plantilla “{ $template }” ({ $language }) a la categoría de utilidad: cada mensaje cuesta menos ahora.
template-red = ⚠️ La plantilla “{ $template }” ({ $language }) tiene baja calidad: muchas personas la bloquearon o se quejaron. Si sigue así, WhatsApp la pausa.
template-untaken = ⚠️ WhatsApp rechazó la plantilla “{ $template }” ({ $language }) al enviarla (código { $code }). Quien no tiene la conversación abierta no la recibe: los recibos esperan a que la persona escriba. Revisa la plantilla en el Administrador de WhatsApp y ejecuta: fregues doctor
limit-changed = { $people ->
    [one] WhatsApp cambió el límite del número: { $people } persona por día puede recibir un mensaje sin haber escrito antes.
   *[other] WhatsApp cambió el límite del número: hasta { $people } personas por día pueden recibir un mensaje sin haber escrito antes.
}
limit-none = ✅ WhatsApp quitó el límite diario del número.
limit-denied = WhatsApp todavía no subió el límite diario del número. El motivo está en “Límites de mensajes”, en el Administrador de WhatsApp.
account-restricted = ⚠️ WhatsApp restringió la cuenta del número. Qué está parado, y hasta cuándo, está en “Calidad de la cuenta”, en el panel de Meta.
account-violation = ⚠️ WhatsApp anotó una infracción de sus reglas en esta cuenta ({ $what }). Los detalles están en “Calidad de la cuenta”, en el panel de Meta; allí también se puede pedir una revisión.
account-disabled = ⚠️ WhatsApp desactivó la cuenta del número. Nada sale hasta que vuelva; la revisión se pide en “Calidad de la cuenta”, en el panel de Meta.
account-free = ✅ WhatsApp liberó de nuevo la cuenta del número.
hook-gone = ⚠️ { $host } dijo que ya no quiere recibir los eventos del club. Ya no se le envía nada. Para volver: fregues hook resume
hook-silent = ⚠️ Desde hace cinco días no llega nada a { $host }, que recibe los eventos del club. Ya no se le envía nada. Cuando el sistema vuelva: fregues hook resume, y después fregues hook replay
name-receipt = Recibo de compra
name-reversal = Devolución
name-exchange = Recibo de cambio
name-redeemed = Premio entregado
name-expiring = Aviso de vencimiento
name-approval = Pedido de aprobación
name-redemption-ask = Confirmación de uso del saldo
name-announcement = Anuncio de la tienda
name-invitation = Invitación al club
language-pt = portugués
language-es = español
language-en = inglés
refused-promotional = el texto parece publicidad
refused-category = la categoría no va con el texto
refused-abusive = el texto parece ofensivo
refused-format = hay un error en la forma del texto
refused-scam = el texto parece una estafa
refused-mismatch = el idioma o el contenido no va con lo que se pidió
refused-other = sin motivo informado
refused-unavailable = esta categoría no está habilitada para la cuenta
role-owner = dueño(a)
role-manager = encargado(a)
role-cashier = cajero(a)
span-today = Hoy hasta ahora
span-yesterday = Ayer
span-week = Esta semana, hasta ahora
span-month = Este mes, hasta ahora
span-last-week = Semana pasada
span-last-month = Mes pasado

menu-button = Ver opciones
rewards-button = Elegir premio
sales-button = Elegir compra
sale-when = { $day } { $time } · { $store }
button-balance = Ver saldo
button-statement = Movimientos
button-rewards = Premios
button-referral = Invitar y ganar
button-ranking = Ranking
button-rules = Cómo funciona
button-human = Hablar con la tienda
button-menu = Ver opciones
button-opt-out = Parar ofertas
button-opt-in = Volver a recibir
button-join-only = 1 · Entrar
button-join-offers = 2 · Entrar + ofertas
button-join-not = Ahora no
button-yes = Sí
button-no = No
button-all = Todo
button-send = Enviar
button-discard = Descartar
button-undo = Deshacer
button-not-me = No soy esa persona
button-it-is-me = Soy yo
button-erase = Borrar todo
button-keep = Mantener registro
reward-price = { $price-full }
menu-balance = { $unit ->
    [reais] Cuánto tienes y hasta cuándo vale
   *[points] Tus puntos y el próximo premio
}
menu-rewards = { $unit ->
    [reais] Lo que puedes canjear por tu saldo
   *[points] Lo que puedes canjear por puntos
}
menu-statement = Tus últimas compras y canjes
menu-referral = Tu código y el texto para reenviar
menu-ranking = Tu puesto en el ranking
menu-rules = Reglas y plazos
menu-human = El contacto del equipo

month-01 = Enero
month-02 = Febrero
month-03 = Marzo
month-04 = Abril
month-05 = Mayo
month-06 = Junio
month-07 = Julio
month-08 = Agosto
month-09 = Septiembre
month-10 = Octubre
month-11 = Noviembre
month-12 = Diciembre
month-year = { $month } de { $year }

# Pagar con el saldo
pay-how = Puedes usar hasta *{ $most-full }* de tu saldo. En la caja basta decir tu celular; o manda *usar* y cuánto (o *usar todo*) y te doy un código.
pay-nothing = Todavía no tienes saldo para usar.
pay-instead = El código *{ $code }* ya no vale.
pay-worth = { $points-full } { $points-count ->
    [one] vale
   *[other] valen
} *{ $amount }* de descuento.
pay-held = { $unit ->
    [reais] Código *{ $code }*: vale *{ $worth }* en tu próxima compra.
   *[points] Código *{ $code }*: { $points-full }, que { $points-count ->
        [one] vale
       *[other] valen
    } *{ $worth }* en tu próxima compra.
} Muéstralo en la caja hasta el { $day }, { $time }.
    Saldo libre: { $available-full }. ¿Cambiaste de idea? Responde *cancelar*.
pay-lapsed = El código venció sin uso, y { $points-full } { $points-count ->
    [one] volvió
   *[other] volvieron
} a tu saldo. Ahora tienes *{ $balance-full }*.
pay-back = Listo, { $points-full } { $points-count ->
    [one] volvió
   *[other] volvieron
} a tu saldo. Ahora tienes *{ $balance-full }*.
pay-least = Lo mínimo para usar es { $minimum-full }.
pay-step = Se usa de { $step } en { $step-full }.
pay-missing = Se puede usar hasta { $most-full } ahora.
pay-later = Hay saldo, pero { $points-full } solo se { $points-count ->
    [one] puede
   *[other] pueden
} usar desde el { $day }.
pay-debt = Antes, las compras tienen que cubrir { $debt-full } de una devolución. Hasta entonces no se puede usar saldo, premio ni vale.
pay-ask = La tienda *{ $store }* quiere usar *{ $points-full }* de tu saldo en la compra de *{ $amount }*. ¿Se puede?
pay-ask-other = Para usar otro monto, dilo en la caja.
pay-agreed = De acuerdo: { $points-full } en la compra de { $amount }.
pay-stands = Eso ya está hecho: { $points-full } en la compra de { $amount }. Para deshacerlo, habla con la tienda.
pay-not = De acuerdo, no se usó nada.
pay-over = Pasó el tiempo para responder a la caja: no se usó nada de tu saldo.
pay-closed = Esa compra ya no está abierta en la caja: no se usó nada de tu saldo.
presence = Tu código: *{ $code }*. Dilo en la caja en los próximos { $minutes } minutos.
balance-paid = { $unit ->
    [reais] Pagado con el saldo: { $used }
   *[points] Pagado con { $points-full }: { $used }
}
balance-paid-by = Autorizado por { $by }, sin tu respuesta. ¿No fuiste tú? Habla con la tienda.
balance-returned = De vuelta en tu saldo: { $points-full }.
pay-never = En este programa el saldo no paga compras en la caja.
pay-never-vouchers = En este programa el saldo no paga compras en la caja: pagan los vales. Manda celular, monto de la compra y *usa vales*.
pay-share = El saldo paga como máximo el { $share }% de esta compra: hasta { $most-full }.
pay-line = Escribe todo en una línea: celular, valor de la compra y cuánto usar. Por ejemplo: 11 98888-7777 120 usa 20
pay-nobody = { $name } no tiene saldo para usar ahora.
pay-reserved = { $name } ya apartó *{ $points-full }* de su saldo con un código. Pide el código y envíalo con el monto de la compra, por ejemplo: v K7P2 120. Para liberar el saldo, quien compra envía *cancelar* en su propio chat.
pay-confirm = { $unit ->
    [reais] Usar *{ $used }* del saldo de { $name }
   *[points] Usar *{ $points-full }* ({ $used }) de { $name }
} en la compra de { $amount }: cobrar *{ $charge }*. ¿Confirmas?
pay-ask-amount = Código de *{ $worth }* · { $name } · ¿Cuál es el valor de la compra?
pay-asked = Le pregunté a { $name } si puedo usar { $points-full } y espero { $minutes } minutos. Si es más fácil, quien compra manda *código* a este número y tú escribes aquí lo que llegue.
pay-cannot-ask = No puedo preguntarle a { $name } por aquí. Pídele que mande *código* a este número, y escribe aquí lo que llegue.
pay-waits = { $name } todavía no respondió: no se usó nada.
pay-yes = { $name } dijo que sí 👍
pay-refused = { $name } dijo que no: no se usó nada y la compra no fue registrada. Para registrarla sin el saldo, manda solo el celular y el valor.
pay-late = { $name } no respondió: no se usó nada y la compra no fue registrada. Todavía se puede: quien compra manda *código* a este número y tú escribes aquí lo que llegue.
pay-done = La compra de { $name } ya fue registrada.
pay-manager = Solo un gerente autoriza sin la respuesta de quien compra.
balance-taken = { $unit ->
    [reais] saldo { $used } · cobrar *{ $charge }*
   *[points] { $points-full } ({ $used }) · cobrar *{ $charge }*
}
back-discount = { $discount } eran descuento: no se devuelven
back-paid = de vuelta en el saldo: { $points-full }
back-lapsed = vencidos sin usar, no se cobran: { $points-full }
pay-gone = Ese código venció o fue cancelado: el valor volvió al saldo de quien lo pidió.
presence-over = Ese código ya pasó. Pide que mande *código* otra vez.
button-override = Autorizar

# Los libros: el mes cerrado y lo que la tienda debe a sus clientes.
figure-row = { $what }: { $amount }
figure-opening = Saldo inicial
figure-purchases = Compras
figure-referral = Invitaciones
figure-bonus = Bonos
figure-brought = Saldos traídos
figure-back = Devuelto
figure-used = Usado
figure-expired = Vencido
figure-forfeited = De quienes borraron sus datos
figure-adjusted = Ajustes
figure-available = En saldos
figure-held = Reservado
figure-vouchers = En vales
figure-debt = Debido por clientes
figure-ending = Saldos que terminan en 30 días
figure-ending-vouchers = Vales que terminan en 30 días
figure-below = Saldos por debajo del mínimo del vale
figure-nowhere = Sin tienda
figure-total = Total
month-end = { "*" }{ $month }*, cerrado:
month-so-far = { "*" }{ $month }* hasta ahora:
month-closing = Saldo final: *{ $balance-full }*
month-store = *{ $store }*:
month-nowhere = *Sin tienda*:
month-more = La planilla, tienda por tienda: fregues report { $month } --csv
month-unknown = Ese mes todavía no llegó. Manda por ejemplo *cerrar mes*, *cerrar octubre* o *cerrar mes pasado*.
month-wrong = ⚠️ Las cuentas de { $month } no cierran, así que no muestro ninguna. Quien cuida el sistema debe ejecutar: fregues verify
month-columns = mes;tienda;unidad;saldo inicial;compras;invitaciones;bonos;saldos traídos;devuelto;usado;vencido;datos borrados;ajustes;saldo final;en saldos;reservado;en vales;debido por clientes;abierto hoy;uso esperado;termina en 30 días
liability = Al { $day } tus clientes pueden usar *{ $total-full }*:
liability-expected = De eso, espera que usen *{ $points-full }*: en 12 meses se usó { $share } de lo que salió; el resto venció.
liability-young = De eso, espera que usen todo, *{ $points-full }*: todavía es pronto para saber cuánto vence sin uso.

# ¿Por qué? La cuenta de un valor, en pocas líneas.
why-purchase = *{ $points-full }* de la compra de { $amount } del { $day }:
why-reduced = *{ $points-full }* de la compra de { $amount } del { $day }, de la que se devolvieron { $back }:
why-rate = 1. Regla{ $dated ->
    [0] {""}
   *[other] {" "}desde el { $day }
}: { $rate } por cada R$ 1,00
why-percent = 1. Regla{ $dated ->
    [0] {""}
   *[other] {" "}desde el { $day }
}: vuelve el { $percent }
why-visit = 1. Regla{ $dated ->
    [0] {""}
   *[other] {" "}desde el { $day }
}: { $each-full } por compra
why-sum = 2. Cuenta: { $parts ->
    [0] {""}
   *[other] (
}{ $standing }{ $out ->
    [0] {""}
   *[other] {" "}− { $excluded } que no cuentan
}{ $less ->
    [0] {""}
   *[other] {" "}− { $discount } de descuento
}{ $credit ->
    [0] {""}
   *[other] {" "}− { $paid } pagados con crédito
}{ $parts ->
    [0] {""}
   *[other] )
}{ $times ->
    [none] {""}
   *[other] {" "}× { $times }
}{ $factor ->
    [none] {""}
   *[other] {" "}× { $factor }{ $named ->
    [0] {" "}(nivel o campaña)
   *[other] {""}
}
}{ $more ->
    [0] {""}
   *[other] {" "}+ { $extra } { $campaign ->
    [none] de la campaña
   *[other] ({ $campaign })
}
} = { $points-full }{ $rounded ->
    [0] {""}
   *[other] {" "}(la fracción no cuenta)
}
why-most = El límite de las reglas deja { $points-full }
why-small = 2. Cuenta: { $parts ->
    [0] solo rinden compras desde { $minimum }
   *[other] { $standing }{ $out ->
        [0] {""}
       *[other] {" "}− { $excluded } que no cuentan
    }{ $less ->
        [0] {""}
       *[other] {" "}− { $discount } de descuento
    } = { $eligible }, y solo rinde desde { $minimum }
}
why-store = 2. Cuenta: las compras en { $store } no rinden
why-until = { $step ->
    [0] {""}
   *[other] { $step }.{" "}
}Quedan { $left-full }, que valen hasta el { $day }
why-never = { $step ->
    [0] {""}
   *[other] { $step }.{" "}
}Quedan { $left-full }, sin fecha de fin
why-spent = { $step ->
    [0] {""}
   *[other] { $step }.{" "}
}Ese crédito ya se usó todo
why-taken = { $step ->
    [0] {""}
   *[other] { $step }.{" "}
}Ese crédito se retiró cuando se devolvió la compra
why-vouched = { $step ->
    [0] {""}
   *[other] { $step }.{" "}
}{ $left-full } están en { $code ->
    [none] un vale
   *[other] el vale { $code }
}
why-referral = 1. Regla: invitar vale { $points-full } en la primera compra de quien entra, desde { $minimum }
why-friend = 2. Cuenta: compra de { $amount } del { $day }{ $reduced ->
    [0] {""}
   *[other] , de la que se devolvieron { $back }
}
why-reward = Regla: *{ $reward }* cuesta { $price-full }
why-ranking = 🏆 *{ $period }*: { $done }, sumando:
why-part = • { $what }: { $done }
why-unclear = No sé de qué valor habla ese mensaje. Responde (citando) el mensaje de una compra, o manda *por qué mi saldo*.
why-balance = { $owing ->
    [0] Tu saldo de *{ $balance-full }* es la suma de tus créditos:
   *[other] Tu saldo es *{ $balance-full }*:
}
why-balance-of = { $name } · saldo *{ $balance-full }*{ $nothing ->
    [0] , la suma de estos créditos:
   *[other] {""}
}
why-whose = *{ $name }*:
why-owed = • { $points-full }: { $part ->
    [0] la compra de { $amount } ({ $day }) se devolvió
   *[other] { $back } de la compra de { $amount } ({ $day }) se devolvieron
} después de usarse el crédito
why-owed-friend = • { $points-full }: la compra que pagó una invitación se devolvió después de usarse el crédito
why-endless = • { $points-full } sin fecha de fin
why-rest = • { $points-full } en otros créditos
why-held = Menos { $held-full } reservados
why-month = • { $month }: { $done }
why-voucher = El vale { $code } de *{ $value }* (hasta el { $day }) está hecho de:
why-piece = • { $points-full } ganados el { $day }
why-day = { $sales ->
    [0] En ese tiempo no queda ninguna venta.
    [one] *{ $total }* en { $sales } venta:
   *[other] *{ $total }* en { $sales } ventas:
}
why-sold = • { $time } · { $name } · { $amount } · +{ $points }
why-sold-on = • { $day } · { $name } · { $amount } · +{ $points }
why-sold-more = { $sales ->
    [one] • { $sales } venta más: { $total }
   *[other] • { $sales } ventas más: { $total }
}
why-month-begins = *{ $month }* empezó con { $opening-full }:
why-bought = { $what }: { $amount } · { $count ->
    [one] { $count } compra que sumó
   *[other] { $count } compras que sumaron
}, { $total }
why-times = { $what }: { $amount } · { $count ->
    [one] { $count } movimiento
   *[other] { $count } movimientos
}
why-holders = Resultado: *{ $balance-full }*, { $people ->
    [one] el saldo de { $people } cliente
   *[other] la suma de los saldos de { $people } clientes
}
why-liability = *{ $total-full }*, sumando desde el comienzo:
why-owed-apart = Sin descontar { $debt-full } que deben clientes
why-wrong = Esa cuenta no cierra con lo registrado. Avisa a la tienda para que mire: { $shop }, { $contact }.
why-nothing = Responde (citando) la venta con *por qué*, o manda *por qué* y el celular.

# Ajustes: quien gerencia corrige a mano, con motivo.
statement-adjustment = { $day } · { $plus ->
    [0] {""}
   *[other] +
}{ $points } · ajuste: { $reason }
statement-write-off = { $day } · { $points } · deuda perdonada
till-codes-news = ⚠️ Llegaron *100* códigos equivocados en diez minutos por el canal *{ $channel }*. Puede ser alguien que busca vales probando: por ahora ahí solo vale el código de quien se identifica. El mostrador sigue.
dispute-news = ⚠️ { $name } (final { $phone }) no reconoce la compra de *{ $amount }*, { $day } a las { $time }, { $store }, registrada por { $by }. Revísala y habla con la persona; si fue un error, quien la registró responde a la venta con *deshacer*, o manda *devolución* y el celular.
amount-news = ⚠️ { $name } (final { $phone }) dice que la compra de *{ $amount }*, { $day } a las { $time }, { $store }, registrada por { $by }, tiene mal el valor: “{ $text }”. Revísala y habla con la persona; para corregirla, manda *devolución* y el celular, y registra el valor correcto.
call-news = 🙋 { $name } (final { $phone }) quiere hablar con la tienda: “{ $text }”. Guardo silencio en ese chat: habla con la persona.
call-news-bare = 🙋 { $name } (final { $phone }) quiere hablar con la tienda. Guardo silencio en ese chat: habla con la persona.
complaint-news = ⚠️ { $name } (final { $phone }) tiene una queja: “{ $text }”. Guardo silencio en ese chat: habla con la persona.
renumber-how = Primero la persona manda *hola* desde el número nuevo. Después manda los dos números, el viejo primero: *cambia { $area } 98888-7777 por { $area } 97777-6666*
renumber-ask =
    ¿Pasar el registro de *{ $name }* (saldo { $balance }) de { $phone } a *{ $new }*?
    Confirma solo si la persona probó que es suyo: el número viejo deja de valer.
renumber-both = El número nuevo ya tiene registro, { $name }, saldo { $balance }: los dos se vuelven uno.
renumber-nobody = Nadie tiene registro con { $phone }: no se cambió nada.
renumber-silent = El número { $phone } aún no escribió aquí. Pídele a la persona que mande *hola* desde él y manda el cambio otra vez: así ningún dígito errado se lleva el saldo.
renumber-same = Ese registro ya está con { $phone }.
renumber-team = El registro del equipo o de una empresa no cambia por aquí: en el equipo, quita el número viejo y agrega el nuevo; en una empresa, el contacto nuevo entra por la API.
renumber-dropped = De acuerdo, no se cambió nada.
renumbered = ✅ { $name } ahora está con el número de final { $phone }. Saldo { $balance }. El número viejo ya no lleva a ese registro.
tell-how = Manda así: *horario: lun a sáb, 9h a 19h* o *dirección: Calle de las Flores, 10, Centro*. Con más de una tienda, pon su nombre: *horario de la tienda Centro: …*
tell-long = Eso pasa de { $most } caracteres. Mándalo más corto.
tell-hours =
    Cuando pregunten el horario, ¿respondo así?

    { "*" }{ $store }*: { $text }
tell-address =
    Cuando pregunten la dirección, ¿respondo así?

    { "*" }{ $store }*: { $text }
tell-before = Esto reemplaza lo de antes: { $before }
tell-dropped = De acuerdo, queda como estaba.
told = ✅ Anotado. Es lo que leen los clientes desde ahora.
adjust-how = Manda así: *ajuste { $area } 98888-7777 +{ $unit ->
    [reais] 5,00
   *[points] 500
} motivo regalo de inauguración*. Con − delante, quita.
adjust-whose = Ajuste de *{ $plus ->
    [0] {""}
   *[other] +
}{ $points-full }*, anotado. ¿De quién? Manda el celular con DDD.
adjust-why = Ajuste de *{ $plus ->
    [0] {""}
   *[other] +
}{ $points-full }* para *{ $name }*: ¿cuál es el motivo? La persona lo va a leer.
adjust-ask = Ajuste de *{ $plus ->
    [0] {""}
   *[other] +
}{ $points-full }* para *{ $name }*: { $vouchers ->
    [0] saldo
   *[other] saldo y vales
} { $before } → *{ $after }*. Motivo: { $reason }. ¿Confirmas?
adjust-owner = Un ajuste de más de { $limit-full } solo lo hace la dueña o el dueño.
adjust-too-much = { $name } solo tiene { $available-full }: un ajuste no deja a nadie debiendo.
adjust-dropped = Está bien, no se ajustó nada.
adjust-done = ✅ { $name } · ajuste de { $plus ->
    [0] {""}
   *[other] +
}{ $points-full } · saldo { $balance }
adjusted = { $shop } ajustó tu saldo: *{ $plus ->
    [0] {""}
   *[other] +
}{ $points-full }*. Motivo: { $reason }. Saldo: { $balance-full }.
debt-let-go = Lo que faltaba de una compra devuelta ({ $debt-full }) quedó perdonado: ya no debes nada.

## Cajas y tiendas en línea: lo lee quien las conecta
till-closed = Este canal ya no está activo, así que no se registró nada. Si es un error, habla con quien administra la tienda.
till-key = Esta clave ya llegó con otro contenido, así que no se hizo nada. Usa una clave nueva para cada llamada.
till-order = Con el número { $order } ya se registró la compra { $purchase }, de { $amount }; ahora llegó { $now }, y nada cambió. Para recibir la misma respuesta, repítelo igual; una compra nueva necesita otro número.
till-order-same = Con el número { $order } ya se registró la compra { $purchase }, de { $amount }; ahora el cliente, la parte excluida, el pago o los consentimientos son otros, y nada cambió. Para recibir la misma respuesta, repítelo igual; una compra nueva necesita otro número.
till-reversal = Con el número { $reversal } ya volvieron { $amount } de la compra { $purchase }; ahora el monto es otro o falta, y nada cambió. Para recibir la misma respuesta, repítelo igual; otra devolución necesita otro número.
till-registered = El pedido { $order } ya está registrado: es la compra { $purchase }, y nada cambió. Para devolverlo, anula esa compra; una compra nueva necesita otro número.
till-customer = Falta decir de quién es la compra: un teléfono, un e-mail, own_id, CNPJ o un número de cliente.
till-nobody = No hay ningún cliente { $member } en esta tienda: revisa el número, o di quién es por teléfono, correo, own_id o CNPJ.
till-contact = La empresa no tiene el contacto { $contact }: revisa el número entre sus contactos.
till-two = El { $field } enviado ya es del cliente { $member }, y no de este: no se registró nada. Deja ese campo fuera, o identifica al cliente solo por lo que es suyo.
till-other = El cliente { $member } ya es conocido por otro { $field }: no se registró nada. Deja ese campo fuera, o identifica al cliente solo por lo que es suyo.
till-identity = Falta algo por lo que se conozca al cliente: teléfono, e-mail, own_id o CNPJ.
till-proof = En este programa el saldo solo sale con la palabra del cliente: pide que mande *código* a la tienda y envía lo que le llegue.
till-codes-rest = Llegaron demasiados códigos equivocados: este se acepta de nuevo a las { $time }. Hasta entonces, registra sin él; lo que no lleva código sigue.
till-late = Esta compra es de hace más de 8 días, así que no se registró. Envíala sin occurred_at para que valga desde ahora.
till-purchase = No hay ninguna compra { $purchase } en esta tienda, así que no volvió nada. Revisa el número: GET /purchases?order= encuentra una compra por el pedido.
till-no-order = Este canal no registró ningún pedido { $order }, así que no volvió nada. Revisa el número; lo que registró otro canal o el mostrador vuelve por el número de la compra, en POST /purchases/…/reversals.
till-reversed = La compra { $purchase }, de { $amount }, ya volvió entera, así que no volvió nada más. GET /purchases/{ $purchase } muestra cómo está.
till-zero = El monto llegó en cero, así que no se registró nada: envía más que 0,00.
till-zero-back = El monto llegó en cero, así que no volvió nada: envía de 0,01 a { $left }, o deja amount fuera para devolver todo lo que queda.
till-refund = Un canal devuelve hasta { $limit } de una compra; más que eso lo hace quien administra la tienda, en el chat.

## E-mail

mail-subject-receipt = Tu compra: { $shop }
mail-subject-reversal = Tu devolución: { $shop }
mail-subject-expiring = Vence pronto: { $shop }
mail-subject-news = Novedades de tu cuenta: { $shop }
mail-greeting = ¡Hola!
mail-greeting-name = ¡Hola, { $name }!
mail-footer = { $shop } te escribe porque aceptaste recibir aquí los avisos de tu cuenta. Para hablar con nosotros: { $contact }.
mail-leave = No quiero más estos e-mails
mail-leave-ask = Los avisos de tu cuenta de { $shop } dejan de llegar por e-mail. Todo lo demás sigue igual.
mail-left = Listo: { $shop } ya no escribe a este e-mail.
mail-gone = Este enlace ya no vale. Para no recibir más e-mails, habla con la tienda.
