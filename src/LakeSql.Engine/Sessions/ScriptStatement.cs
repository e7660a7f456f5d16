namespace LakeSql.Engine.Sessions;

/// <summary>One statement of a script.</summary>
/// <param name="Text">Its text, without the semicolon.</param>
/// <param name="Start">Where it starts in the script.</param>
/// <param name="ExpectedError">The code of a <c>-- expect error LSQ3001</c> line before it; null without one.</param>
public sealed record ScriptStatement(string Text, int Start, string? ExpectedError);
