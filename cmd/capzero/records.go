package main

import (
	"fmt"
	"os"
	"strings"

	"capzero/internal/app"

	"github.com/spf13/cobra"
)

const (
	// databaseEnv is the address of the database when neither flag says where the
	// records are.
	databaseEnv = "CAPZERO_DATABASE"
	// databaseFileEnv is a file that holds it, as service managers hand over
	// secrets.
	databaseFileEnv = "CAPZERO_DATABASE_FILE"
	// keyFileEnv is the file of the installation's secret, where --key is not given.
	keyFileEnv = "CAPZERO_KEY_FILE"
)

// addRecords adds the flags that say where the records are, and reads the
// environment where none of them is given.
func addRecords(c *cobra.Command, config *app.Config) {
	c.Flags().StringVar(&config.Data, "data", "", "folder of the records, made if it is not there")
	c.Flags().StringVar(&config.Database, "database", "",
		"address of the records in PostgreSQL, postgres://USER:PASSWORD@HOST:5432/NAME\n"+
			"(or "+databaseEnv+", or a file named by "+databaseFileEnv+")")
	c.Flags().StringVar(&config.Key, "key", "",
		"file of the installation's secret, made if it is not there (default: capzero.key in the folder of the records;\nor "+keyFileEnv+")")
	c.PreRunE = func(*cobra.Command, []string) (err error) {
		if config.Key == "" {
			config.Key = os.Getenv(keyFileEnv)
		}
		if config.Data == "" && config.Database == "" {
			config.Database, err = databaseFrom(os.Getenv)
		}
		return err
	}
}

// databaseFrom reads the address of the database from the environment. It does
// not repeat it.
func databaseFrom(getenv func(string) string) (string, error) {
	address, file := getenv(databaseEnv), getenv(databaseFileEnv)
	switch {
	case address != "" && file != "":
		return "", fmt.Errorf("%s and %s are both set: keep one", databaseEnv, databaseFileEnv)
	case file == "":
		return address, nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return "", fmt.Errorf("%s: %w", databaseFileEnv, err)
	}
	if address = strings.TrimSpace(string(text)); address == "" {
		return "", fmt.Errorf("%s: %s is empty", databaseFileEnv, file)
	}
	return address, nil
}
