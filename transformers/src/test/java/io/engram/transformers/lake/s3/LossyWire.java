package io.engram.transformers.lake.s3;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The wire between an S3 client and the server: passes one request a connection, and can carry out
 * a request and then lose its reply, or leave a condition out as an old object store would.
 */
public final class LossyWire implements Closeable {
  private static final Pattern LENGTH = Pattern.compile("(?im)^content-length: *(\\d+)");
  private static final Pattern CONDITION = Pattern.compile("(?im)^if-none-match: .*\\r\\n");
  private static final Pattern CONNECTION = Pattern.compile("(?im)^connection: .*\\r\\n");

  private static final Pattern EXPECT = Pattern.compile("(?im)^expect: .*\\r\\n");
  private static final byte[] GO_ON =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

  private final int server;
  private final ServerSocket socket;
  private final AtomicInteger lost = new AtomicInteger();
  private volatile Predicate<String> loseReplyTo = request -> false;
  private volatile boolean ignoresConditions;

  /**
   * @param server port of the server behind it
   */
  public LossyWire(int server) throws IOException {
    this.server = server;
    this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread acceptor = new Thread(this::accept, "lossy-wire");
    acceptor.setDaemon(true);
    acceptor.start();
  }

  public int port() {
    return socket.getLocalPort();
  }

  /** Carries out the next so many conditional PUTs and loses their replies. */
  public void loseRepliesToConditionalPuts(int count) {
    AtomicInteger left = new AtomicInteger(count);
    loseReplyTo =
        head ->
            head.startsWith("PUT ")
                && CONDITION.matcher(head).find()
                && left.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
  }

  /** Carries out everything from now on and loses every reply. */
  public void loseEveryReply() {
    loseReplyTo = head -> true;
  }

  /** Loses no reply from now on. */
  public void heal() {
    loseReplyTo = head -> false;
  }

  /** Passes on conditional PUTs without their condition. */
  public void ignoreConditions() {
    ignoresConditions = true;
  }

  /** Replies that were lost. */
  public int lost() {
    return lost.get();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = socket.accept();
        Thread passing = new Thread(() -> pass(client), "lossy-wire-connection");
        passing.setDaemon(true);
        passing.start();
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void pass(Socket client) {
    try (client;
        Socket behind = new Socket(InetAddress.getLoopbackAddress(), server)) {
      String head = head(client.getInputStream());
      boolean lose = loseReplyTo.test(head);
      if (EXPECT.matcher(head).find()) {
        client.getOutputStream().write(GO_ON);
      }
      Matcher length = LENGTH.matcher(head);
      byte[] body =
          client.getInputStream().readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
      String sent = EXPECT.matcher(CONNECTION.matcher(head).replaceAll("")).replaceAll("");
      if (ignoresConditions) {
        sent = CONDITION.matcher(sent).replaceAll("");
      }
      int afterRequestLine = sent.indexOf("\r\n") + 2;
      sent =
          sent.substring(0, afterRequestLine)
              + "Connection: close\r\n"
              + sent.substring(afterRequestLine);
      behind.getOutputStream().write(sent.getBytes(StandardCharsets.ISO_8859_1));
      behind.getOutputStream().write(body);
      InputStream reply = behind.getInputStream();
      if (!lose) {
        reply.transferTo(client.getOutputStream());
      } else if (reply.read() >= 0) {
        lost.incrementAndGet();
      }
    } catch (IOException e) {
      // The client opened it ahead and did not use it, or has what it wanted.
    }
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int ends = 0;
    while (ends < 4) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException();
      }
      head.write(next);
      ends = next == (ends % 2 == 0 ? '\r' : '\n') ? ends + 1 : next == '\r' ? 1 : 0;
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }
}
