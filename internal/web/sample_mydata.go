package web

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"time"

	"capzero/internal/access"
	"capzero/internal/account"
	"capzero/internal/fault"
	"capzero/internal/mydata"
)

// papers is what package mydata answers in a scene.
type papers struct {
	leaving mydata.Leaving
	receipt mydata.Receipt
	held    []mydata.HeldGroup
	copied  *mydata.Takeout // nil: none was asked for
	looks   []access.Access
	state   mydata.Statement
	refuses error // what erasing is met with
	fails   error
}

// Leaving implements [MyData].
func (p papers) Leaving(context.Context, string) (mydata.Leaving, error) { return p.leaving, p.fails }

// Erase implements [MyData].
func (p papers) Erase(context.Context, string, string) (mydata.Receipt, error) {
	return p.receipt, p.refuses
}

// EraseAnswers implements [MyData].
func (p papers) EraseAnswers(context.Context, string, string) (mydata.Receipt, error) {
	return p.receipt, p.fails
}

// Receipt implements [MyData].
func (p papers) Receipt(context.Context, string) (mydata.Receipt, error) { return p.receipt, p.fails }

// Overview implements [MyData].
func (p papers) Overview(context.Context, string) ([]mydata.HeldGroup, error) { return p.held, p.fails }

// Ask implements [MyData].
func (p papers) Ask(context.Context, string, string) error { return p.fails }

// Takeout implements [MyData].
func (p papers) Takeout(context.Context, string) (mydata.Takeout, bool, error) {
	if p.copied == nil {
		return mydata.Takeout{}, false, p.fails
	}
	return *p.copied, true, p.fails
}

// Fetch implements [MyData].
func (p papers) Fetch(context.Context, string, string) ([]byte, mydata.Takeout, error) {
	return nil, mydata.Takeout{}, fault.New(fault.NotFound, "mydata.takeout_unknown")
}

// Looks implements [MyData].
func (p papers) Looks(_ context.Context, _ string, most int) ([]access.Access, error) {
	return p.looks[:min(most, len(p.looks))], p.fails
}

// Statement implements [MyData].
func (p papers) Statement(context.Context, string, []mydata.Wording) (mydata.Statement, error) {
	return p.state, p.fails
}

// sampleHeld is something of everything: count of each thing, the newest of today.
func sampleHeld(count int) (all []mydata.HeldGroup) {
	for _, g := range mydata.Groups() {
		held := mydata.HeldGroup{Group: g}
		for n, t := range g.Things {
			if count == 1 && n > 0 {
				break
			}
			h := mydata.Held{Thing: t, Count: count + 3*n}
			if t.Newest != "" {
				h.Newest = day.AddDate(0, 0, -n)
			}
			held.Held = append(held.Held, h)
		}
		all = append(all, held)
	}
	return all
}

// fewHeld is what somebody has who has just come: an account, a device, two choices.
func fewHeld() (all []mydata.HeldGroup) {
	for _, g := range sampleHeld(1) {
		if g.Name != "account" && g.Name != "choices" && g.Name != "work" {
			g.Held = nil
		}
		all = append(all, g)
	}
	return all
}

// sampleReceipt is of an erasure three minutes ago.
var sampleReceipt = mydata.Receipt{Reference: "ABCDEFGHIJKLMNOPQRSTUVWXYZ", At: day.Add(-3 * time.Minute)}

// myDataScenes are the states of the pages about what a person has a right to.
func myDataScenes() []scene {
	anne := people{session: somebody("Anne"), office: office{names: sampleNames}}
	copied := func(state mydata.TakeoutState, done int) papers {
		return papers{held: fewHeld(), copied: &mydata.Takeout{ID: "SAMPLE", State: state, Done: done, Steps: 9, Asked: day, Ready: day, Bytes: 184_000}}
	}
	return []scene{
		{page: "mes-donnees", name: "peu", path: myDataPath, data: sample{people: anne, papers: papers{held: fewHeld()}}},
		{page: "mes-donnees", name: "beaucoup", path: myDataPath, data: sample{people: anne, papers: papers{held: sampleHeld(1284), looks: sampleLooks()}}},
		{page: "mes-donnees", name: "tous-les-regards", path: myDataPath + "?" + looksAll,
			data: sample{people: anne, papers: papers{held: fewHeld(), looks: slices.Concat(sampleLooks(), sampleLooks())}}},
		{page: "mes-donnees", name: "un-regard", path: myDataPath, data: sample{people: anne, papers: papers{held: fewHeld(), looks: sampleLooks()[1:2]}}},
		{page: "mes-donnees", name: "copie-en-cours", path: myDataPath, data: sample{people: anne, papers: copied(mydata.Asked, 4)}},
		{page: "mes-donnees", name: "copie-prete", path: myDataPath, data: sample{people: anne, papers: copied(mydata.Ready, 9)}},
		{page: "mes-donnees", name: "copie-trop-grande", path: myDataPath, data: sample{people: anne, papers: copied(mydata.Large, 9)}},
		{page: "mes-donnees", name: "copie-passee", path: takeoutPath + "/SAMPLE", data: sample{people: anne}},
		{page: "mes-donnees", name: "sans-compte", method: http.MethodPost, path: takeoutPath, form: url.Values{}, nobody: true},
		{page: "mes-donnees", name: "effacer-seule", path: "/mes-donnees/effacer", data: sample{people: anne}},
		{page: "mes-donnees", name: "effacer-a-plusieurs", path: "/mes-donnees/effacer",
			data: sample{people: anne, papers: papers{leaving: mydata.Leaving{Household: true, Others: 2, Animates: []string{"Les Épinettes"}, HasAddress: true}}}},
		{page: "mes-donnees", name: "effacer-dernier-adulte", path: "/mes-donnees/effacer",
			data: sample{people: anne, papers: papers{leaving: mydata.Leaving{Household: true, HasAddress: true}}}},
		{page: "mes-donnees", name: "effacer-seule-administration", path: "/mes-donnees/effacer",
			data: sample{people: people{session: somebody("Anne", account.Administrator)}, papers: papers{leaving: mydata.Leaving{OnlyOne: true, HasAddress: true}}}},
		{page: "mes-donnees", name: "effacer-a-confirmer", method: http.MethodPost, path: "/mes-donnees/effacer", form: url.Values{}, data: sample{people: anne}},
		{page: "mes-donnees", name: "effacer-refuse", method: http.MethodPost, path: "/mes-donnees/effacer", form: url.Values{fieldConfirm: {yesSaid}},
			data: sample{people: people{session: somebody("Anne", account.Administrator)}, papers: papers{refuses: fault.New(fault.Conflict, "error.last_administrator")}}},
		{page: "mes-donnees", name: "recu-en-cours", path: receiptPath + sampleReceipt.Reference, nobody: true, data: sample{papers: papers{receipt: sampleReceipt}}},
		{page: "mes-donnees", name: "recu", path: receiptPath + sampleReceipt.Reference, nobody: true, data: sample{papers: papers{receipt: cleaned(sampleReceipt)}}},
		{page: "mes-donnees", name: "recu-inconnu", path: receiptPath + "AILLEURS", nobody: true,
			data: sample{papers: papers{fails: fault.New(fault.NotFound, "mydata.receipt_unknown")}}},
	}
}

func cleaned(r mydata.Receipt) mydata.Receipt {
	r.Cleaned = r.At.Add(time.Minute)
	return r
}
