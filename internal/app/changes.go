package app

import (
	"capzero/models"
	"capzero/models/actions"
	"capzero/models/entry"
	"capzero/models/missions"
)

// changes are what a household can change, for good and for a week.
type changes struct {
	actions  *actions.Set
	missions *missions.Set
}

// sets are what is compiled into the models.
func (c changes) sets() []entry.Set { return []entry.Set{c.actions, c.missions} }

// readChanges reads those of the program.
func readChanges() (c changes, err error) {
	if c.actions, err = readActions(); err != nil {
		return c, err
	}
	files, err := models.Missions()
	if err != nil {
		return c, err
	}
	c.missions, err = missions.Read(c.actions.Reasons, files...)
	return c, err
}

func readActions() (*actions.Set, error) {
	files, err := models.Actions()
	if err != nil {
		return nil, err
	}
	return actions.Read(files...)
}
