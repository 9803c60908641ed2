package web

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"capzero/internal/account"
	"capzero/internal/fault"
	"capzero/internal/mydata"
)

// papers is what package mydata answers in a scene.
type papers struct {
	leaving mydata.Leaving
	receipt mydata.Receipt
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

// sampleReceipt is of an erasure three minutes ago.
var sampleReceipt = mydata.Receipt{Reference: "ABCDEFGHIJKLMNOPQRSTUVWXYZ", At: day.Add(-3 * time.Minute)}

// myDataScenes are the states of the pages about what a person has a right to.
func myDataScenes() []scene {
	anne := people{session: somebody("Anne")}
	return []scene{
		{page: "mes-donnees", name: "effacer-seule", path: "/mes-donnees/effacer", data: sample{people: anne}},
		{page: "mes-donnees", name: "effacer-a-plusieurs", path: "/mes-donnees/effacer",
			data: sample{people: anne, papers: papers{leaving: mydata.Leaving{Household: true, Others: 2, Animates: []string{"Les Épinettes"}, HasAddress: true}}}},
		{page: "mes-donnees", name: "effacer-dernier-adulte", path: "/mes-donnees/effacer",
			data: sample{people: anne, papers: papers{leaving: mydata.Leaving{Household: true, HasAddress: true}}}},
		{page: "mes-donnees", name: "effacer-seule-administration", path: "/mes-donnees/effacer",
			data: sample{people: people{session: somebody("Anne", account.Administrator)}, papers: papers{leaving: mydata.Leaving{OnlyOne: true, HasAddress: true}}}},
		{page: "mes-donnees", name: "effacer-sans-confirmation", method: http.MethodPost, path: "/mes-donnees/effacer", form: url.Values{}, data: sample{people: anne}},
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
