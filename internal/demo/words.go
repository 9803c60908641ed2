package demo

import "fmt"

// firstNames are common ones, from INSEE's files of first names.
var firstNames = []string{
	"Camille", "Sacha", "Dominique", "Claude", "Nadia", "Thomas", "Inès", "Julien", "Aminata", "Pierre", "Sophie", "Karim",
	"Élodie", "Marc", "Léa", "Antoine", "Fatou", "Hélène", "Nicolas", "Yasmine", "Paul", "Manon", "Olivier", "Chloé", "Mehdi",
	"Isabelle", "Hugo", "Anaïs", "Bernard", "Lucie", "Samuel", "Monique", "Rachid", "Clara", "Gérard", "Alice", "Vincent",
	"Mariam", "Étienne", "Zoé", "Philippe", "Lina", "Guillaume", "Jeanne", "Ibrahim", "Catherine", "Baptiste", "Louise",
}

var childNames = []string{"Adam", "Rose", "Gabriel", "Emma", "Noé", "Jade", "Malo", "Lou", "Rayan", "Alma", "Léo", "Mila"}

// teamNames are what neighbours call themselves.
var teamNames = []string{
	"Les Voisins du parc", "Palier numéro trois", "Les Composteurs du dimanche", "Rue des Bocaux", "La Cour commune",
	"Les Mains vertes", "Bâtiment B", "Les Marcheurs d’Issy", "Tout à pied", "La Bande du bac jaune",
}

// messages are what they write to each other.
var messages = []string{
	"Bonjour à toute l’équipe ! Ici on commence doucement : le sac gris est passé de trois à deux.",
	"Qui connaît un bon réparateur de grille-pain près de la mairie ?",
	"Merci pour l’idée de la liste de courses, nous n’avons rien jeté cette semaine.",
	"Nous avons un pèse-bagage à prêter, il suffit de sonner au deuxième étage.",
	"Semaine chargée, une seule mission chez nous. On fera mieux la prochaine fois !",
	"Les restes de gratin en tarte : essayé et adopté par les enfants.",
	"Bravo à tous pour le mois. On se retrouve au marché samedi ?",
	"Première semaine de trajets à vélo. Il pleuvait, mais quel calme !",
	"Est-ce que quelqu’un voudrait partager un bac à compost dans la cour ?",
	"Le stop-pub est collé : déjà presque plus rien dans la boîte.",
	"Petite astuce : un seul four allumé pour deux plats, et le dîner de demain est prêt.",
	"Nous étions absents quinze jours, nous reprenons cette semaine.",
	"Il reste des bocaux en verre chez nous, servez-vous.",
	"Qui serait partant pour un atelier de réparation à la maison de quartier ?",
	"Le sac d’emballages pèse toujours autant. Des idées pour le goûter ?",
	"Merci à notre animatrice pour le rappel, j’avais oublié la pesée !",
}

// advert is a message that has no place there.
const advert = "Je vends un vélo d’enfant presque neuf, 60 euros, appelez-moi vite !"

// pseudonym is how a household shows itself to its team.
func (f *family) pseudonym() string { return "Chez " + f.adults[0].name }

// addressOf is the address of an invented person. The domain is one that nobody
// can own (RFC 2606).
func addressOf(number, of int) string {
	return fmt.Sprintf("%s%03d@example.org", []string{"foyer-", "voisin-"}[of], number)
}
