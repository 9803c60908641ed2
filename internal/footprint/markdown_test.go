package footprint

import "testing"

func TestMarkdownLinks(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"a markdown link stays":      {"See [the wiki](https://a.fr/b).\n", "See [the wiki](https://a.fr/b)."},
		"an HTML link":               {`See <a href="https://a.fr/b">the wiki</a>.`, "See [the wiki](https://a.fr/b)."},
		"two on a line":              {`<a href="https://a.fr">one</a>, <a href="https://b.fr" target="_blank">two</a>`, "[one](https://a.fr), [two](https://b.fr)"},
		"a label over two lines":     {"<a href=\"https://a.fr\">one\n two</a>", "[one two](https://a.fr)"},
		"an address in brackets":     {`<a href="<https://a.fr>">one</a>`, "[one](https://a.fr)"},
		"an address with a bracket":  {`<a href="https://a.fr/x_(y)">one</a>`, "[one](<https://a.fr/x_(y)>)"},
		"a link that never ends":     {`<a href="https://a.fr">one`, `<a href="https://a.fr">one`},
		"other HTML is left to them": {"<details>x</details>", "<details>x</details>"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := markdown(c.text); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
