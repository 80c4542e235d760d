#:property PublishAot=false
// Opens idle connections to a server and prints the server's resident memory for each. Started by bench/idle.sh.
// Arguments: ADDRESS:PORT, the server's process id, how many, and how far each goes: tcp, tls or sstp.
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

var endPoint = IPEndPoint.Parse(args[0]);
var statusFile = $"/proc/{args[1]}/status";
var count = int.Parse(args[2], CultureInfo.InvariantCulture);
var (toTls, toSstp) = (args[3] is "tls" or "sstp", args[3] is "sstp");
var greeting = Encoding.ASCII.GetBytes(
    "SSTP_DUPLEX_POST /sra_{BA195980-CD49-458b-9E23-C84EE0ADCD75}/ HTTP/1.1\r\nContent-Length: 18446744073709551615\r\nHost: bench\r\n\r\n");
var open = new List<Stream>(count);

await OpenAsync(); // the first pays for what is loaded and compiled once
var before = ResidentBytes();
while (open.Count < count)
    await Task.WhenAll(Enumerable.Range(0, Math.Min(50, count - open.Count)).Select(_ => OpenAsync()));
var after = ResidentBytes();
Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
    $"{count} idle connections ({args[3]}): {(after - before) / 1024.0 / (count - 1):F1} KiB each; {before >> 20} MiB before, {after >> 20} MiB now"));

async Task OpenAsync()
{
    var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    await socket.ConnectAsync(endPoint);
    Stream stream = new NetworkStream(socket, ownsSocket: true);
    if (toTls)
        stream = await StartTlsAsync(stream);
    if (toSstp)
        await GreetAsync(stream);
    lock (open)
        open.Add(stream);
}

static async Task<Stream> StartTlsAsync(Stream wire)
{
    var tls = new SslStream(wire, leaveInnerStreamOpen: false, (_, leaf, _, _) => leaf is not null);
    await tls.AuthenticateAsClientAsync("bench");
    return tls;
}

async Task GreetAsync(Stream tls)
{
    await tls.WriteAsync(greeting);
    var answer = new byte[1024];
    if (await tls.ReadAsync(answer) == 0 || !answer.AsSpan().StartsWith("HTTP/1.1 200 "u8))
        throw new InvalidOperationException("The server refused: " + Encoding.ASCII.GetString(answer));
}

long ResidentBytes()
{
    var line = File.ReadLines(statusFile).Single(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
    return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
}
