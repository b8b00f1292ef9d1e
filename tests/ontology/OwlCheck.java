// Asks OWLAPI which profiles of OWL 2 an ontology keeps, and HermiT whether it contradicts itself.

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.semanticweb.HermiT.Configuration;
import org.semanticweb.HermiT.Reasoner;
import org.semanticweb.HermiT.datatypes.MalformedLiteralException;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.io.StringDocumentSource;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.model.OWLOntologyCreationException;
import org.semanticweb.owlapi.profiles.OWL2DLProfile;
import org.semanticweb.owlapi.profiles.OWL2ELProfile;
import org.semanticweb.owlapi.profiles.OWL2QLProfile;
import org.semanticweb.owlapi.profiles.OWL2RLProfile;
import org.semanticweb.owlapi.profiles.OWLProfile;

/**
 * Each finding is a line of the output, and an empty line ends a check; no finding is a clean bill. The checks,
 * of which there may be many with a "--" between them, are
 *
 * <pre>
 * profile DL|EL|QL|RL FILE...   what is not in the profile
 * consistent FILE...            why there is no model, or a class has no member
 * </pre>
 */
public class OwlCheck {
    private static final Map<String, OWLProfile> PROFILES = Map.of(
        "DL", new OWL2DLProfile(), "EL", new OWL2ELProfile(), "QL", new OWL2QLProfile(), "RL", new OWL2RLProfile());

    public static void main(String[] words) throws Exception {
        List<String> left = List.of(words);
        while (!left.isEmpty()) {
            int end = left.contains("--") ? left.indexOf("--") : left.size();
            check(left.subList(0, end)).forEach(System.out::println);
            System.out.println();
            left = left.subList(Math.min(end + 1, left.size()), left.size());
        }
    }

    private static Stream<String> check(List<String> words) throws Exception {
        return words.get(0).equals("profile")
            ? violations(PROFILES.get(words.get(1)), read(words.subList(2, words.size())))
            : contradictions(read(words.subList(1, words.size())));
    }

    /** The files as one text of Turtle: a property that one file declares has its kind in the others too. */
    private static OWLOntology read(List<String> files) throws IOException, OWLOntologyCreationException {
        StringBuilder text = new StringBuilder();
        for (String file : files) {
            text.append(Files.readString(Path.of(file))).append('\n');
        }
        return OWLManager.createOWLOntologyManager()
            .loadOntologyFromOntologyDocument(new StringDocumentSource(text.toString()));
    }

    private static Stream<String> violations(OWLProfile profile, OWLOntology ontology) {
        return profile.checkOntology(ontology).getViolations().stream()
            .map(violation -> violation.toString().replaceAll("\\s+", " ")).sorted();
    }

    private static Stream<String> contradictions(OWLOntology ontology) {
        Configuration configuration = new Configuration();
        configuration.ignoreUnsupportedDatatypes = true;  // xsd:date, xsd:gYear, xsd:time: OWL 2 does not have them
        configuration.throwInconsistentOntologyException = false;
        try {
            Reasoner reasoner = new Reasoner(configuration, ontology);
            return reasoner.isConsistent() ? emptyClasses(reasoner) : Stream.of("inconsistent: no model");
        } catch (MalformedLiteralException error) {
            return Stream.of("inconsistent: " + error.getMessage());
        }
    }

    private static Stream<String> emptyClasses(Reasoner reasoner) {
        return reasoner.getUnsatisfiableClasses().getEntitiesMinusBottom().stream()
            .map(none -> "can have no member: " + none.getIRI()).sorted();
    }
}
