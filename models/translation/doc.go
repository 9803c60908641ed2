// Package translation reads our texts for the questions of a published model in
// a language that it is not published in. They stand in files beside the model:
//
//	transport . voiture . km:
//	  français: 1c0ffee5
//	  titre: Kilometri automobilom
//	  question: Koliko kilometara godišnje pređete automobilom?
//	  description: Računajte samo lične vožnje i put na posao.
//	  suggestions:
//	    vacances: za odmor
//
// A text is written from the French one, and holds as long as that one stays the
// same: the key français is a mark of it, see [Mark]. Where a version of the
// model says something else, the translation is not used, see [Set.For]; that the
// model of today is translated whole is a test, see [Set.Check].
//
// Only texts can be translated. No value of the model can be changed here.
package translation
