namespace Adit.Access.Accounts.Files;

/// <summary>An attribute with its operator and value. Prints without the value, which may be a password.</summary>
/// <param name="Name">The attribute's name.</param>
/// <param name="Operator"><c>=</c>, <c>:=</c>, <c>+=</c> or <c>==</c>.</param>
/// <param name="Value">The value, unquoted.</param>
/// <param name="Line">Counted from 1.</param>
/// <param name="Column">Counted from 1.</param>
internal sealed record UsersItem(string Name, string Operator, string Value, int Line, int Column)
{
    public bool Is(string name) => string.Equals(Name, name, StringComparison.OrdinalIgnoreCase);

    public UsersFileFault Fault(string problem) => new(Line, Column, problem);

    public override string ToString() => $"{Name} {Operator}";
}
