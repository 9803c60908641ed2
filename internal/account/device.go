package account

import (
	"strings"

	"capzero/internal/i18n"
)

// A Device is what we keep of the browser that signs in: its kind and that of
// its machine, so that people recognise it in a list. Nothing by which it could
// be told from another of the same kind.
type Device struct {
	Browser string // "Firefox"; empty where we do not know it
	System  string // "Android"
}

// marks are looked for in this order: most browsers also name those that they
// are descended from.
var (
	browserMarks = [][2]string{
		{"Edg", "Edge"}, {"OPR/", "Opera"}, {"SamsungBrowser/", "Samsung Internet"}, {"Vivaldi/", "Vivaldi"},
		{"FxiOS/", "Firefox"}, {"Firefox/", "Firefox"}, {"CriOS/", "Chrome"}, {"Chrome/", "Chrome"},
		{"Safari/", "Safari"},
	}
	systemMarks = [][2]string{
		{"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Android", "Android"}, {"CrOS", "ChromeOS"},
		{"Windows", "Windows"}, {"Mac OS X", "macOS"}, {"Linux", "Linux"},
	}
)

// readDevice reads the header in which a browser names itself.
func readDevice(userAgent string) Device {
	return Device{Browser: find(browserMarks, userAgent), System: find(systemMarks, userAgent)}
}

func find(marks [][2]string, text string) string {
	for _, m := range marks {
		if strings.Contains(text, m[0]) {
			return m[1]
		}
	}
	return ""
}

// Label names the device in a language: "Firefox sur Android".
func (d Device) Label(l *i18n.Locale) string {
	switch {
	case d.Browser != "" && d.System != "":
		return l.T("device.browser_on_system", "browser", d.Browser, "system", d.System)
	case d.Browser+d.System != "":
		return d.Browser + d.System
	}
	return l.T("device.unknown")
}

// stored and parseDevice are the two ways between a device and its column.
func (d Device) stored() string { return d.Browser + "|" + d.System }

func parseDevice(stored string) Device {
	browser, system, _ := strings.Cut(stored, "|")
	return Device{browser, system}
}
