namespace Adit.Interop.Tests.Lab;

/// <summary>Runs a command to its end.</summary>
internal static class Command
{
    public static readonly TimeSpan DefaultLimit = TimeSpan.FromMinutes(2);

    public static Task<CommandResult> RunAsync(params string[] command) => RunAsync(command, DefaultLimit);

    public static async Task<CommandResult> RunAsync(IEnumerable<string> command, TimeSpan limit)
    {
        var words = command.ToList();
        var line = string.Join(' ', words);
        await using var process = BackgroundProcess.Start(words);
        try
        {
            var exitCode = await process.WaitForExitAsync(limit);
            return new CommandResult(line, exitCode, process.Output);
        }
        catch (OperationCanceledException cancelled)
        {
            throw new TimeoutException($"'{line}' took longer than {limit}. So far it printed:\n{process.Output}", cancelled);
        }
    }
}
