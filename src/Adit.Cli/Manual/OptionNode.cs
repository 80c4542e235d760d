using System.CommandLine;

namespace Adit.Cli.Manual;

/// <summary>An option of a command.</summary>
/// <param name="Names">How it is written, short ones first: <c>-o</c>, <c>--output</c>.</param>
/// <param name="Description">What it does, in a sentence.</param>
/// <param name="Value">What its value is called; null where it takes none.</param>
/// <param name="Values">What can stand for that value.</param>
/// <param name="Default">The value where it is not given; null for none.</param>
/// <param name="IsRequired">Whether it must be given.</param>
internal sealed record OptionNode(
    IReadOnlyList<string> Names, string Description, string? Value, ValueKind Values, string? Default, bool IsRequired)
{
    public static OptionNode Of(Option option)
    {
        // Windows' /h and the shells' own ? are no names that anyone here types.
        var names = option.Aliases.Append(option.Name).Where(name => name.StartsWith('-') && !name.Contains('?', StringComparison.Ordinal));
        var value = option.Arity.MaximumNumberOfValues == 0 || option.ValueType == typeof(bool) ? null : option.HelpName ?? "VALUE";
        return new OptionNode(
            [.. names.OrderBy(name => name.Length)],
            option.Description ?? "",
            value,
            ValueKind.Of(value),
            value is not null && option.HasDefaultValue ? $"{option.GetDefaultValue()}" is { Length: > 0 } text ? text : null : null,
            option.Required);
    }
}
