using System.CommandLine;

namespace Adit.Cli;

/// <summary>Options that several commands share.</summary>
internal static class CommonOptions
{
    /// <summary>Where the server keeps its state; its control socket lies below.</summary>
    public static Option<string> State { get; } = new("--state")
    {
        Description = "The server's state directory",
        HelpName = "DIR",
        DefaultValueFactory = _ => "/var/lib/adit",
    };

    /// <summary>Who is to read the output.</summary>
    public static Option<string> Format { get; } = CreateFormat();

    /// <summary>Whether JSON is asked for.</summary>
    public static bool WantsJson(this ParseResult parsed) => string.Equals(parsed.GetValue(Format), "json", StringComparison.Ordinal);

    private static Option<string> CreateFormat()
    {
        var option = new Option<string>("--output", "-o")
        {
            Description = "table for eyes, json for programs",
            HelpName = "table|json",
            DefaultValueFactory = _ => "table",
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: not ("table" or "json") }])
                result.AddError("-o is to be table or json.");
        });
        return option;
    }
}
