namespace Masking.Generators.Tests;

/// <summary>Constructors that leave a policy without parts.</summary>
internal static class ConstructorRuleCases
{
    private const string Message = "This constructor of 'Policy' does not call the generated one, which builds and registers the parts: "
        + "begin it with ': this()'";

    public static RuleCase[] All { get; } =
    [
        Case("calls the base", "public [|Policy|](int x) : base(Declaration) => X = x; public int X { get; }",
            "public Policy(int x) : this() => X = x; public int X { get; }"),
        Case("calls nothing", "public [|Policy|](int x) => X = x; public int X { get; }",
            "public Policy(int x) : this() => X = x; public int X { get; }", "CS7036"),
        Case("is reached by another",
            "public Policy(int x, int y) : this(x + y) { } protected [|Policy|](int x) : base(Declaration) { }",
            "public Policy(int x, int y) : this(x + y) { } protected Policy(int x) : this() { }"),
        Case("is one of several", "public Policy(int x) : this() { } private [|Policy|](long x) : base(Declaration) { }",
            "public Policy(int x) : this() { } private Policy(long x) : this((int)x) { }"),
        Case("is partial", "public partial [|Policy|](int x); public partial Policy(int x) : base(Declaration) { }",
            "public partial Policy(int x); public partial Policy(int x) : this() { }"),
        Case("copies", "public [|Policy|](Policy other) : base(Declaration) => load_state_dict(other.state_dict());",
            "public Policy(Policy other) : this() => load_state_dict(other.state_dict());"),
        Case("has parameters that may be left out", "public [|Policy|](int x = 3) : base(Declaration) { }",
            "public Policy(int x = 3) : this() { } static Policy() { }"),
    ];

    private static RuleCase Case(string name, string wrong, string right, params string[] fromCompiler) => new("MASK035",
        $"a constructor that {name}",
        $"[MaskedPolicy] public partial class Policy {{ {wrong} {Declared.Members} }}", Message,
            $"[MaskedPolicy] public partial class Policy {{ {right} {Declared.Members} }}", fromCompiler)
    {
        CanBeUsed = false,
    };
}
