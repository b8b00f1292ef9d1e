// Apache Jena asks an endpoint, or reads an address, as its manual says. A line of the input is a task, an
// address and a query, with tabs between them; a line of the output is "ok" or "error", and what there is to
// say; queries and what is said are in Base64. By reflection: the compiler may be older than Jena's Java.

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Scanner;

public class Ask {
    static final String JENA = "org.apache.jena.";

    public static void main(String[] none) {
        Scanner lines = new Scanner(System.in, StandardCharsets.UTF_8);
        while (lines.hasNextLine()) {
            String[] line = lines.nextLine().split("\t");
            ByteArrayOutputStream said = new ByteArrayOutputStream();
            String outcome = "ok";
            try {
                String query = new String(Base64.getDecoder().decode(line[2]), StandardCharsets.UTF_8);
                run(line[0], line[1], query, said);
            } catch (Exception error) {
                outcome = "error";
                error.printStackTrace(new PrintStream(said, true, StandardCharsets.UTF_8));
            }
            System.out.println(outcome + "\t" + Base64.getEncoder().encodeToString(said.toByteArray()));
        }
    }

    static void run(String task, String address, String query, OutputStream out) throws Exception {
        if (task.equals("load")) {
            write(call(Class.forName(JENA + "riot.RDFDataMgr"), null, "loadModel", address), out);
            return;
        }
        Class<?> execution = Class.forName(JENA + "sparql.exec.http.QueryExecutionHTTP");
        Object asked = call(execution, null, "service", address, query);
        switch (task) {
            case "select" -> Class.forName(JENA + "query.ResultSetFormatter")
                .getMethod("outputAsCSV", OutputStream.class, Class.forName(JENA + "query.ResultSet"))
                .invoke(null, out, call(execution, asked, "execSelect"));
            case "ask" -> out.write(call(execution, asked, "execAsk").toString().getBytes());
            default -> write(call(execution, asked, "execConstruct"), out);
        }
    }

    static Object call(Class<?> owner, Object on, String name, String... texts) throws Exception {
        Class<?>[] kinds = new Class<?>[texts.length];
        Arrays.fill(kinds, String.class);
        return owner.getMethod(name, kinds).invoke(on, (Object[]) texts);
    }

    static void write(Object model, OutputStream out) throws Exception {
        Class.forName(JENA + "rdf.model.Model")
            .getMethod("write", OutputStream.class, String.class)
            .invoke(model, out, "N-TRIPLE");
    }
}
