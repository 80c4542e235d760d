namespace Adit.Diagnosis.Scenarios;

/// <summary>What points to a scenario: a code of a failure or of a finding, and facts that must stand beside it.</summary>
/// <param name="Code">The code, such as <c>NPS-008</c>.</param>
/// <param name="Conditions">Facts by name with the value that each must have; all of them count.</param>
public sealed record Proof(string Code, IReadOnlyList<KeyValuePair<string, string>> Conditions)
{
    /// <summary>Whether this evidence is what the proof asks for.</summary>
    public bool IsMetBy(EvidenceItem item) =>
        string.Equals(Code, item.Code, StringComparison.OrdinalIgnoreCase)
        && Conditions.All(condition => item.Facts.TryGetValue(condition.Key, out var value)
            && string.Equals(value, condition.Value, StringComparison.OrdinalIgnoreCase));

    /// <summary>The form in which pages have it: <c>NPS-008 when name.realm is given</c>.</summary>
    public override string ToString() => Conditions.Count == 0
        ? Code
        : $"{Code} when {string.Join(" and ", Conditions.Select(condition => $"{condition.Key} is {condition.Value}"))}";

    /// <summary>Reads that form; null where it is another.</summary>
    internal static Proof? Parse(string text)
    {
        if (text.Split(" when ") is not [var code, .. { Length: <= 1 } rest])
            return null;

        var conditions = rest.SelectMany(words => words.Split(" and ")).Select(words => words.Split(" is ")).ToList();
        return code.Length > 0 && conditions.TrueForAll(condition => condition.Length == 2)
            ? new Proof(code, [.. conditions.Select(condition => KeyValuePair.Create(condition[0], condition[1]))])
            : null;
    }
}
