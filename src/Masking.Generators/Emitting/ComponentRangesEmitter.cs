using Masking.Generators.Members;
using Masking.Generators.Model;
using Masking.Generators.Naming;

namespace Masking.Generators.Emitting;

/// <summary>Prints the ranges of the numbers of a compound action: one for each number, side by side in one memory.</summary>
internal static class ComponentRangesEmitter
{
    private const string EndSpan = "global::System.Span<float>";

    public static string Emit(PolicyModel policy, BatchMember member, HeadModel head)
    {
        const string Ends = GeneratedNames.Ends;
        return Code.Of($$"""
            /// <summary>The legal intervals of the numbers of {{head.Member.Name}}.</summary>
            {{member.Access}} readonly ref struct {{member.Returns}}
            {
                internal {{member.Returns}}({{EndSpan}} ends) => {{Ends}} = ends;

                {{Doc.Summary($"The low and the high end of each number: <c>[{head.RangeAxes}]</c> float32.")}}
                public {{EndSpan}} {{Ends}} { get; }

                {{Code.Members(Numbers(policy, member, head))}}

                /// <summary>Makes all numbers of the declared intervals legal.</summary>
                public void {{GeneratedNames.AllowAll}}()
                {
                    {{Code.Lines(EachNumber(policy, head, GeneratedNames.AllowAll))}}
                }

                /// <summary>Makes no number legal.</summary>
                public void {{GeneratedNames.AllowNone}}()
                {
                    {{Code.Lines(EachNumber(policy, head, GeneratedNames.AllowNone))}}
                }
            }
            """);
    }

    private static IEnumerable<ComponentModel> NumbersOf(HeadModel head) =>
        head.Components.Where(component => component.Interval is not null);

    private static IEnumerable<string> EachNumber(PolicyModel policy, HeadModel head, string method) => policy.IsValid
        ? NumbersOf(head).Select(component => $"this.{component.Name.Escaped()}.{method}();")
        : [$"{Names.Invalid};"];

    private static IEnumerable<string> Numbers(PolicyModel policy, BatchMember member, HeadModel head) => NumbersOf(head).Select(
        (component, i) =>
        {
            string name = Names.Quoted($"{policy.Name}.{member.Name}.{component.Name}");
            IntervalModel interval = component.Interval!;
            string ends = FormattableString.Invariant($"{GeneratedNames.Ends}.Slice(start: {2 * i}, length: 2)");
            string body = policy.IsValid
                ? $"new({name}, {ends}, low: {interval.LowLiteral}, high: {interval.HighLiteral})"
                : Names.Invalid;
            return Code.Lines(
                Doc.Summary($"The legal interval of {component.Name}, within {interval.Text}."),
                Code.Expression($"public {TypeNames.Masking}RangeSpan {component.Name.Escaped()}", body));
        });
}
