package browser

import (
	"testing"
	"time"
)

const beingDrawn = "/gallery/resultat/precision-en-cours"

// arrived waits for the interval of the footprint, a few seconds at most.
const arrived = `(async () => {
	for (let i = 0; i < 50 && !document.querySelector("#certitude .range"); i++)
		await new Promise(done => setTimeout(done, 100));
	return document.querySelector("#certitude .range") !== null;
})()`

// TestTheIntervalComesAfterThePage: the script puts the intervals in without
// losing what the reader has opened or where they are.
func TestTheIntervalComesAfterThePage(t *testing.T) {
	tb := open(t, phone)
	tb.visit(beingDrawn)
	if !eval[bool](tb, arrived) {
		t.Fatal("the interval never came")
	}
	if n := eval[int](tb, `document.querySelectorAll("#d-ou .bars .range").length`); n == 0 {
		t.Error("the parts of the footprint have no interval")
	}
	if eval[bool](tb, `document.querySelector("[data-failed]") !== null`) {
		t.Error("the page still says that it is being drawn")
	}
}

// TestWhatIsOpenStaysOpen: a table opened before the intervals came is open
// after, and a part in which somebody is moving about waits for them to leave.
func TestWhatIsOpenStaysOpen(t *testing.T) {
	tb := open(t, phone)
	tb.visit("/healthz")
	eval[bool](tb, `document.cookie = "scripts=1; path=/", true`)
	tb.visit(beingDrawn + "?precision=ici")
	eval[bool](tb, `(async () => {
		const page = document.querySelector(".columns");
		document.querySelector("#d-ou details").open = true;
		document.querySelector("#d-dechets summary").focus();
		window.kept = document.querySelector("#d-dechets");
		page.dataset.parts = "?precision=parties";
		const script = document.createElement("script");
		script.type = "module";
		script.src = document.querySelector("script[src]").src + "?again";
		document.head.append(script);
		await new Promise(done => { script.onload = done; });
		return true;
	})()`)
	eval[bool](tb, sleep(1500*time.Millisecond))
	if !eval[bool](tb, `document.querySelector("#d-ou details").open`) {
		t.Error("the table closed when the intervals came")
	}
	if !eval[bool](tb, `document.activeElement === window.kept.querySelector("summary")`) {
		t.Error("the reader lost their place")
	}
	eval[bool](tb, `document.activeElement.blur(), true`)
	eval[bool](tb, sleep(300*time.Millisecond))
	if eval[bool](tb, `document.querySelector("#d-dechets") === window.kept`) {
		t.Error("the part that waited was never exchanged")
	}
}

// TestWithoutScriptsTheIntervalIsOneLinkAway: a browser that ran scripts once
// and does not any more is not left waiting.
func TestWithoutScriptsTheIntervalIsOneLinkAway(t *testing.T) {
	v := phone
	v.noScript = true
	tb := open(t, v)
	tb.visit(beingDrawn)
	href := eval[string](tb, `document.querySelector("#certitude noscript a")?.getAttribute("href") ?? ""`)
	if href == "" {
		t.Fatal("there is no link to the interval")
	}
	tb.visit(beingDrawn + href)
	if !eval[bool](tb, `document.querySelector("#certitude .range") !== null`) {
		t.Error("the page that the link leads to has no interval")
	}
}
