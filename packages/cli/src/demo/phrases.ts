/**
 * A conversation: each turn says who (a to d), whether in the channel (|) or in the thread (>), what,
 * and in brackets at the end which reactions it may get. `{slot}` is filled from `slots`, the same
 * for the length of a conversation; `@b` mentions who b is.
 */
export type Script = readonly string[]

export const slots: Record<string, readonly string[]> = {
  ship: ['Marlin', 'Petrel', 'Kestrel', 'Aurora', 'Tern', 'Halcyon', 'Skerry', 'Gannet'],
  port: ['Northgate', 'Old Quay', 'Sandhaven', 'Eastmole', 'Ferry Point', 'Langness'],
  berth: ['1', '2', '3', '4', '5N', '5S', '6'],
  service: [
    'booking-api',
    'ticket-scanner',
    'payments',
    'timetable',
    'notifications',
    'crew-roster',
  ],
  version: ['2.14.0', '2.14.1', '2.15.0', '3.0.2', '3.1.0', '1.98.4', '1.99.0'],
  n: ['3', '4', '6', '7', '9', '12', '14', '18', '22', '27', '31', '40'],
  big: ['120', '180', '240', '310', '420', '560', '730', '1,100', '1,450'],
  percent: ['0.4', '0.9', '1.2', '2.5', '3', '5', '8', '11', '17'],
  minutes: ['5', '10', '12', '15', '20', '25', '35', '40'],
  time: ['06:40', '07:15', '08:05', '09:30', '10:50', '12:20', '14:10', '16:45', '18:30', '20:05'],
  day: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'],
  ticket: ['HL-1042', 'HL-1077', 'HL-1131', 'HL-1188', 'HL-1203', 'HL-1256', 'HL-1310', 'HL-1347'],
  dish: ['lentil curry', 'fish pie', 'mushroom risotto', 'dumplings', 'tomato soup', 'falafel'],
  browser: ['Firefox', 'Safari', 'Chrome', 'the app on Android', 'the app on iOS'],
  customer: [
    'a school group of 62',
    'a coach operator',
    'a film crew',
    'a cycling club',
    'a family',
  ],
  room: ['Lighthouse', 'Compass', 'Anchor', 'Crow’s Nest'],
}

export const scripts: Record<string, readonly Script[]> = {
  news: [
    [
      'a| **Winter timetable is final.** The first sailing from {port} moves to {time}, everything else stays. Details are in ~it-help if the planner looks odd. [+1 tada]',
      'b> Does that include the freight sailings?',
      'a> It does. I have added a line to the PDF. [+1]',
    ],
    [
      'a| We carried *{big}* passengers more than in the same week last year. Thank you all! [tada rocket heart]',
    ],
    [
      'a| Please welcome @b, who joins us today. [wave tada]',
      'b| Thank you! Looking forward to meeting everybody. I sit next to {room}, come and say hello. [wave smile]',
    ],
    [
      'a| Fire drill at {port} on {day} at {time}. It takes about {minutes} minutes, please leave the lifts alone.',
      'b> Is the canteen open afterwards?',
      'a> Yes, and the coffee is on us. [coffee]',
    ],
    [
      'a| All-hands on {day}, {time}, in {room} and on video. Agenda:\n1. Season in numbers\n2. New ship\n3. Your questions\n\nSend questions to @b until the evening before. [+1]',
      'c> Will there be a recording?',
      'b> Yes, the link comes here afterwards. [+1]',
    ],
    ['a| The office is closed on {day}. Operations runs as usual; the duty phone is with @b.'],
  ],
  social: [
    [
      'a| The canteen has {dish} today. [yum +1]',
      'b| It was gone at {time} :cry:',
      'c| There is still some at {port}, if you can wait for the next sailing.',
    ],
    [
      'a| Who runs on {day}? We start at the lighthouse, {n} km, easy pace.',
      'b| In! [+1]',
      'c| If it does not rain :umbrella:',
      'a| It never rains on runners. [joy]',
    ],
    [
      'a| Found: one left glove, blue, in {room}.',
      'b| Mine! I have been running around with one cold hand for a week. [joy]',
    ],
    [
      'a| This is what the {ship} looked like at sunrise. I should have brought a camera instead of words. [heart_eyes heart]',
    ],
    [
      'a| Board game night on {day}, {room}. Bring something with rules that fit on a page.',
      'b> Can my partner come?',
      'a> Sure, we are {n} so far. [tada]',
    ],
    [
      'a| Somebody left {n} croissants in the kitchen. Act fast. [pray croissant]',
      'b| They were good croissants.',
    ],
  ],
  help: [
    [
      'a| I cannot log in to the roster since this morning, it says my session has ended.',
      'b> Which browser? And does it happen in a private window too?',
      'a> {browser}. In a private window it works.',
      'b> Then clear the cookies of the roster’s address only, log in again, and you are there.',
      'a> That did it, thank you! [+1]',
    ],
    [
      'a| The printer at {port} prints every ticket twice. Passengers think it is a gift.',
      'b> :joy: Looking. Is it the one at counter {n}?',
      'a> Yes.',
      'b> The driver was set to two copies. Fixed; please try one.',
      'a> One ticket, one print. Perfect. [tada]',
    ],
    [
      'a| Can somebody give @b access to the berth plan? She starts in planning on {day}.',
      'c> Read or write?',
      'a> Write, please.',
      'c> Done, {ticket}. [white_check_mark]',
    ],
    [
      'a| How do I share a calendar with the terminal? Every guide describes a menu that I do not have.',
      'b> Right click on the calendar, *Sharing*, then type `terminal-{port}`. The menu only shows for your own calendars.',
      'a> I had opened somebody else’s. Thanks!',
    ],
    [
      'a| Wi-Fi on the {ship} is down again, crew and passengers.',
      'b> The modem restarted at {time}. I see it back with {percent} % loss.',
      'a> Confirmed, mails come in. [+1]',
      'b> I leave {ticket} open until it survives a whole day.',
    ],
    [
      'a| Phishing alert: a mail from “Harbourline Payroll” with an attachment is making the rounds. Do not open it, forward it to @b. [warning eyes]',
      'c> Got one, forwarded.',
      'd> Me too. It looks quite real, apart from the spelling of our own name.',
      'b> {n} reports so far, sender is blocked. Thank you for being quick. [+1]',
    ],
  ],
  planning: [
    [
      'a| Draft budget for next season is in the shared folder. The fuel line is the one to look at: up {percent} %.',
      'b> Is that with the {ship} on the long route?',
      'a> Yes. Without it we would be flat.',
      'b> Then let us decide that first, on {day}.',
    ],
    [
      'a| The harbour authority offers berth {berth} at {port} for two more years. Answer by {day}.',
      'b| I would take it. Losing it costs us a crew change every night.',
      'c| Agreed.',
      'a| I sign then. [+1]',
    ],
    [
      'a| Hiring: {n} applications for the duty officer, three are very good. @b, can you join the talks on {day}?',
      'b| Yes, after {time}. [+1]',
    ],
    [
      'a| Before it is news: we get the new ship in spring, not in summer. Please keep it here until the all-hands.',
      'b> Does training know?',
      'a> From today. @c plans {n} weeks for the first crews.',
    ],
  ],
  deploy: [
    [
      'a| Deploying `{service}` {version} to production in {minutes} minutes. Changes: {ticket}.',
      'b> Go ahead, the batch jobs are paused.',
      'a> Done. Error rate {percent} %, where it was before. [rocket]',
      'b> Jobs are running again. [+1]',
    ],
    [
      'a| Rolling `{service}` back to the version before {version}: checkout is {minutes} ms slower at the 95th percentile.',
      'b> Seen it too. Is it the new index?',
      'a> The missing one. The migration ran on staging only.\n```sql\ncreate index concurrently bookings_sailing_id_idx\n  on bookings (sailing_id) where cancelled_at is null;\n```',
      'b> Ha. I add a check so that the pipeline refuses that next time. [pray]',
      'a> Second attempt is out, faster than before. [tada]',
    ],
    [
      'a| Staging is mine for an hour, I am testing the restore of `{service}`.',
      'b| Fine with me.',
      'a| Restore took {minutes} minutes for everything. Staging is free again. [+1 rocket]',
    ],
    [
      'a| Release notes for {version}:\n- faster seat search\n- the receipt shows the VAT per line\n- {n} fixes, the oldest from 2023 :tada:\n\nThanks @b for the reviews. [tada heart]',
    ],
    [
      'a| The certificate of `{service}` runs out in {n} days. Was it not renewed automatically?',
      'b> It was, the old one is still loaded. A restart is enough:\n```\nsystemctl reload {service}\n```',
      'a> Reloaded, new date is next year. I put the reload into the renewal hook. [+1]',
    ],
  ],
  incident: [
    [
      'a| :rotating_light: Passengers at {port} cannot scan tickets since {time}. `{service}` answers with 503.',
      'b> On it.',
      'b> The pool is exhausted: {n} connections stuck behind one report query.',
      'c> I have told the terminal to let people board with the mail.',
      'b> Query ended, pool recovers. Scans work again.',
      'a> {minutes} minutes in total. I write it up. [+1 pray]',
    ],
    [
      'a| Payments by card fail for about {percent} % of the attempts.',
      'b> Ours or the provider’s?',
      'a> Theirs, their status page has just turned yellow.',
      'b> I switch the shop to show invoice first. @c, can the desk know?',
      'c> They know. [white_check_mark]',
      'a> Back to normal since {time}.',
    ],
    [
      'a| The disk of the timetable server is {n} % full and growing fast.',
      'b> Debug logging is still on from {ticket}. My fault, switching it off.',
      'b> Off, logs rotated, and an alarm at 70 % added. [+1]',
    ],
    [
      'a| Review of the outage on {day}:\n1. *What happened*: a full disk stopped `{service}`\n2. *Why so long*: the alarm went to a mailbox that nobody reads\n3. *What we change*: alarms go to this channel\n\nOwner: @b, until {day}. [+1 eyes]',
      'b> Done already, this channel gets them from today. [rocket]',
    ],
  ],
  code: [
    [
      'a| Can I get a review of {ticket}? It is small: {n} lines, half of them tests.',
      'b> Looking now.',
      'b> One question: what happens when `sailings` is empty?\n```ts\nconst next = sailings.reduce((a, b) => (a.at < b.at ? a : b))\n```',
      'a> It throws. Good catch, added the case and a test. [+1]',
      'b> Approved. [white_check_mark]',
    ],
    [
      'a| The tests of `{service}` take {minutes} minutes. Half of that is one fixture that is built for every file.',
      'b| Could it be a template database?',
      'a| Exactly. First attempt: {n} seconds. [rocket]',
    ],
    [
      'a| Does anybody know why prices are floats in `{service}`?',
      'b> History. They should be cents.',
      'c> I have a branch that changes it, {ticket}, but it needs a data migration.',
      'a> I help with that on {day}. [+1]',
    ],
    [
      'a| A flaky test made us all wait again: `refund.test.ts` depends on the time of day.',
      'b> It compares with midnight, local time. I hand it a clock.',
      'a> Thank you. Time zones: {n}, we: 0. [joy]',
    ],
  ],
  product: [
    [
      'a| Numbers for the new seat map: {percent} % fewer aborted bookings. [tada]',
      'b| Also on small screens?',
      'a| There it is twice as much. @c’s bigger targets did that. [heart]',
      'c| :blush:',
    ],
    [
      'a| Passengers keep asking for a way to change the vehicle’s plate after booking. How hard is that?',
      'b> The form is easy. The ports want to know {minutes} minutes before departure at the latest.',
      'a> Then we close the form at that point and show the desk’s number.',
      'b> Sounds right, I write it into {ticket}. [+1]',
    ],
    [
      'a| Design for the receipt is ready, three variants. I prefer the second:\n- one line per passenger\n- the code large enough for a cracked phone\n- nothing else above the fold',
      'b> The second one, yes. [+1]',
      'c> Second. Can the code be even larger?',
      'a> It can, and it is now.',
    ],
  ],
  security: [
    [
      'a| Finding {ticket}: the scanner’s test account still exists in production. Medium.',
      'b> Removed, and the token revoked. I check the logs of the last weeks.',
      'b> Nobody used it but our own tests. [+1]',
      'a> Then I close it. Thanks for being quick.',
    ],
    [
      'a| Dependency report: {n} updates, one of them urgent for `{service}`.',
      'b> Urgent one is merged and goes out today.',
      'a> The others can wait until {day}. [+1]',
    ],
    [
      'a| Reminder: access review until {day}. Each of you confirms {n} people, it takes {minutes} minutes. [eyes]',
      'b| Done. Two accounts were too many.',
      'c| Done as well.',
    ],
  ],
  fleet: [
    [
      'a| {ship} left {port} at {time}, {minutes} minutes late. Reason: a lorry without papers.',
      'b| Thanks. I have told {port}’s next sailing to wait five minutes.',
    ],
    [
      'a| Wind at {port} up to force {n} in the evening. @b, do we keep the {time}?',
      'b> We keep it for now, decision an hour before.',
      'b> It sails, with the {ship} instead. [+1]',
      'c> Passengers have a message.',
    ],
    [
      'a| {ship}: bow thruster shows a warning, it works but I do not like the sound.',
      'b> I come aboard at {port} with the kit.',
      'b> A loose bracket. Fixed in {minutes} minutes, no delay. [wrench pray]',
    ],
    ['a| Fuel: {ship} {big} litres, taken at {port}. Next one on {day}.'],
    [
      'a| Passenger count of the {time} from {port}: {big}. That is close to the limit, please count twice.',
      'b| Counted twice: same number. [+1]',
    ],
    [
      'a| {ship} is back from the yard and looks younger than I do. First sailing on {day}. [tada ship]',
      'b| Welcome home :anchor:',
      'c| The new seats are worth the wait.',
    ],
    [
      'a| Lost property on the {ship}: a cello. Yes, a cello.',
      'b| Its owner is at the desk and close to tears.',
      'a| Comes back with the {time}. [notes heart]',
    ],
  ],
  berth: [
    [
      'a| Berth {berth} at {port} is blocked on {day} from {time}: divers at work.',
      'b> Then the {ship} goes to the outer berth. Turnaround plus {minutes} minutes.',
      'a> Entered. Tugs know. [+1]',
    ],
    [
      'a| Can we swap {ship} and the freighter on {day}? It would save a move.',
      'b| Freighter agrees.',
      'a| Swapped, plan is up to date. [white_check_mark]',
    ],
    [
      'a| Draft plan for next week:\n- Mon–Wed: {ship} on {berth}\n- Thu: inspection, nothing there until {time}\n- Fri–Sun: as always\n\nObjections by tonight, please.',
      'b> None from the crew.',
      'c> Catering needs the ramp on Thursday before {time}, can it stay down?',
      'a> It stays down. [+1]',
    ],
    [
      'a| Low tide at {time}: the ramp at {port} is too steep for coaches for about {minutes} minutes.',
      'b| Sent to the coach operators. [+1]',
    ],
  ],
  customer: [
    [
      'a| {customer} missed the {time} because the sign at {port} was wrong. Refund or rebook?',
      'b> Rebook for free, and a coffee on board.',
      'a> They took both and were happy. [coffee smile]',
    ],
    [
      'a| Question that came {n} times this week: can a dog ride in the lounge?',
      'b> On a lead, in the rear lounge. It is on the page, but hard to find.',
      'a> I move it up. [dog +1]',
    ],
    [
      'a| A passenger thanks the crew of the {ship} for finding a child’s bear. There is a drawing with it! [heart bear]',
      'b| It hangs in {room} now.',
    ],
    [
      'a| Template for delays, please improve:\n> We are sorry: your sailing at {time} leaves about {minutes} minutes later. Your ticket stays valid, and you can change it for free.',
      'b> Good. I would put the new time first, people read no further.',
      'a> Right, changed. [+1]',
    ],
    [
      'a| {customer} asks for an offer from {port} on {day}. @b, do you take it?',
      'b| Taken, the offer goes out today.',
    ],
  ],
  shift: [
    [
      'a| Hand-over: all quiet. {ship} lies at {berth}, one lift at {port} is out of order, the technician comes at {time}.',
      'b| Thanks, taking over. [+1]',
    ],
    [
      'a| I am one short for {day}, early shift. Who can?',
      'b> I can, if I get the {day} after off.',
      'a> Deal, roster is changed. Thank you! [pray]',
    ],
    [
      'a| Safety walk at {port}: two lights and a railing. Photos are with @b.',
      'b> Lights are done, railing on {day}. [wrench]',
    ],
    ['a| Night shift: {n} trailers, no trouble, one fox. [fox_face]'],
  ],
}

/** What two people say to each other alone. */
export const directScripts: readonly Script[] = [
  [
    'a| Do you have {minutes} minutes for {ticket} today?',
    'b| After {time}, yes.',
    'a| Perfect, I come over.',
  ],
  [
    'a| Could you cover for me on {day}?',
    'b| Sure. Anything special?',
    'a| Only the call at {time}.',
    'b| Noted.',
  ],
  [
    'a| Your talk was good, especially the part about the {ship}.',
    'b| Thank you! I was nervous.',
    'a| Nobody saw it. [smile]',
  ],
  [
    'a| Lunch at {time}?',
    'b| Give me {minutes} more minutes.',
    'a| I keep you a seat. They have {dish}.',
  ],
  [
    'a| I sent you the draft, it is half as long as before.',
    'b| Reading.',
    'b| Much better. Two remarks in the margin, then it can go out. [+1]',
  ],
  [
    'a| Is the meeting in {room} or on video?',
    'b| {room}. I moved it to {time}, sorry for the short notice.',
  ],
  [
    'a| Who knows about the contract with {port}?',
    'b| Legal has it, and I have the old version.',
    'a| The old one is enough, thanks.',
  ],
]
