// Apache Jena asks an endpoint, or reads an address, as its manual says; the query comes by standard input.
// By reflection, since the compiler at hand may be older than the Java that Jena is made for.

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

public class Ask {
    static final String JENA = "org.apache.jena.";

    public static void main(String[] arguments) throws Exception {
        String task = arguments[0], address = arguments[1];
        if (task.equals("load")) {
            write(call(Class.forName(JENA + "riot.RDFDataMgr"), null, "loadModel", address));
            return;
        }
        String query = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        Class<?> execution = Class.forName(JENA + "sparql.exec.http.QueryExecutionHTTP");
        Object asked = call(execution, null, "service", address, query);
        switch (task) {
            case "select" -> Class.forName(JENA + "query.ResultSetFormatter")
                .getMethod("outputAsCSV", OutputStream.class, Class.forName(JENA + "query.ResultSet"))
                .invoke(null, System.out, call(execution, asked, "execSelect"));
            case "ask" -> System.out.println(call(execution, asked, "execAsk"));
            default -> write(call(execution, asked, "execConstruct"));
        }
    }

    static Object call(Class<?> owner, Object on, String name, String... texts) throws Exception {
        Class<?>[] kinds = new Class<?>[texts.length];
        java.util.Arrays.fill(kinds, String.class);
        return owner.getMethod(name, kinds).invoke(on, (Object[]) texts);
    }

    static void write(Object model) throws Exception {
        Class.forName(JENA + "rdf.model.Model")
            .getMethod("write", OutputStream.class, String.class)
            .invoke(model, System.out, "N-TRIPLE");
    }
}
