using System.CommandLine;
using Adit.Server.Control;

namespace Adit.Cli.Commands;

/// <summary><c>adit complete</c>: the names that a shell's completion asks for, one a line; nothing where there is no server.</summary>
internal static class CompleteCommand
{
    /// <summary>Longer than that nobody waits for a completion.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static Command Create(Terminal terminal)
    {
        var kinds = new Argument<string[]>("KIND") { Arity = ArgumentArity.OneOrMore };
        var command = new Command("complete", "Print names for a shell's completion") { kinds, CommonOptions.State };
        command.Hidden = true;
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = new ControlClient(parsed.GetRequiredValue(CommonOptions.State));
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(Patience);
            try
            {
                foreach (var kind in parsed.GetRequiredValue(kinds))
                    foreach (var name in await ListAsync(client, kind, patience.Token))
                        terminal.Output.WriteLine(Output.Printable.Clean(name));
            }
            catch (Exception exception) when (exception is ControlException or OperationCanceledException)
            {
                return ExitCode.Failed; // a message would end up in the middle of the command line
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<IEnumerable<string>> ListAsync(ControlClient client, string kind, CancellationToken cancellationToken) => kind switch
    {
        "accounts" => (await client.ListAccountsAsync(cancellationToken)).Select(account => account.Name),
        "sessions" => (await client.ListSessionsAsync(cancellationToken)).Select(session => session.Id),
        _ => [],
    };
}
