package web

import "net/http"

// A MyDataPage is what is held about somebody, in words.
type MyDataPage struct{ Page }

// myData answers GET /mes-donnees.
func (s *server) myData(w http.ResponseWriter, r *http.Request) (err error) {
	var p MyDataPage
	if p.Page, err = s.homesPage(r, "mydata.title"); err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, p.Page, myDataPage(p))
}
