import { initial } from "./format";
import { CloseIcon, WaveIcon } from "./icons";
import { useModel } from "./model";

export function Header() {
  const { words, title, client, close } = useModel();
  const { online, conv } = client.store.state.value;
  const assignee = conv?.assignee?.name;
  const known = client.store.state.value.epoch !== "";
  return (
    <header class="header">
      <span class="mark" aria-hidden="true">{assignee ? initial(assignee) : <WaveIcon />}</span>
      <div class="heading">
        <h1>{title}</h1>
        {known && (
          <p class={online ? "presence on" : "presence"}>
            {assignee ? words.takenBy(assignee) : online ? words.online : words.away}
          </p>
        )}
      </div>
      <button type="button" class="plain" aria-label={words.close} title={words.close} onClick={close}><CloseIcon /></button>
    </header>
  );
}
