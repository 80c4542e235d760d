using System.CommandLine;
using Adit.Cli.Certificates;
using Adit.Cli.Output;
using Adit.Server.Control;

namespace Adit.Cli.Commands;

/// <summary><c>adit cert request</c>: a request to another CA. Its key is made in the server and waits there for the answer.</summary>
internal static class CertRequestCommand
{
    public static Command Create(Terminal terminal)
    {
        var names = new Option<string[]>("--name")
        {
            Description = "A DNS name or address that clients dial; the first stands in the subject, too. May be given several times",
            HelpName = "NAME",
            Required = true,
        };
        var key = new Option<string>("--key")
        {
            Description = "The kind of key to make",
            DefaultValueFactory = _ => StoreWords.Keys[0],
        }.TakesOneOf(StoreWords.Keys);
        var ike = new Option<bool>("--ike") { Description = "Ask for the purpose IP security IKE intermediate, too, for IKEv2" };
        var exportable = new Option<bool>("--exportable") { Description = "The key may leave the store, for other servers of the same name" };
        var path = new Option<string?>("--out") { Description = "The file to make; without it, the request goes to standard output", HelpName = "FILE" };
        return new Command("request", "Make a request for a certificate of another CA") { names, key, ike, exportable, path }.AsksServer(
            async (client, parsed, cancellationToken) =>
            {
                using var file = parsed.GetValue(path) is { } name ? NewFile.Create(name) : null;
                var made = await client.Certificates.RequestAsync(
                    new RequestOrder(parsed.GetRequiredValue(names), parsed.GetRequiredValue(key), parsed.GetValue(ike), parsed.GetValue(exportable)),
                    cancellationToken);
                file?.Write(CertificateFiles.Bytes(made.Pem));
                if (parsed.WantsJson())
                    terminal.WriteJson(made, CliJson.Readable.PendingRequestView);
                else if (file is null)
                    terminal.Output.Write(made.Pem);
                terminal.Error.WriteLine("Have it signed, then: adit cert import ANSWER");
                return ExitCode.Done;
            });
    }
}
