package main

import (
	"fmt"
	"os"
	"strings"

	"capzero/internal/app"

	"github.com/spf13/cobra"
)

// mailPasswordFileEnv is a file that holds the password of the mail server.
const mailPasswordFileEnv = "CAPZERO_MAIL_PASSWORD_FILE"

// addMail adds the flags that say how mails leave. The password comes in a file:
// a command line is read by everybody on the machine.
func addMail(c *cobra.Command, config *app.Config) {
	var passwordFile string
	c.Flags().StringVar(&config.Mail, "mail", "",
		"server that takes mails: smtp://USER@HOST:587 or smtps://USER@HOST (default: none leave)")
	c.Flags().StringVar(&passwordFile, "mail-password-file", "", "file of its password (or "+mailPasswordFileEnv+")")
	c.Flags().StringVar(&config.MailFrom, "mail-from", "", "whom mails come from: \"Cap Zéro <defi@ville.example>\"")
	c.Flags().StringVar(&config.Staff, "staff", "", "YAML file of the city's own ways to sign in, with OpenID Connect")
	before := c.PreRunE
	c.PreRunE = func(c *cobra.Command, args []string) (err error) {
		if config.MailPassword, err = passwordIn(passwordFile, os.Getenv); err != nil || before == nil {
			return err
		}
		return before(c, args)
	}
}

// passwordIn reads a password from a file, or from the one that the environment
// names.
func passwordIn(file string, getenv func(string) string) (string, error) {
	if file == "" {
		file = getenv(mailPasswordFileEnv)
	}
	if file == "" {
		return "", nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return "", fmt.Errorf("password of the mail server: %w", err)
	}
	return strings.TrimSpace(string(text)), nil
}
