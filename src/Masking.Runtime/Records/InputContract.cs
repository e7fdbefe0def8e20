using System.ComponentModel;
using System.Globalization;
using Masking.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Masking.CompilerServices;

/// <summary>
/// What a policy's observation must be. It is checked in managed code before any native call, because some native failures
/// end the process.
/// </summary>
/// <param name="policy">The policy's name, for errors.</param>
/// <param name="inputs">The members of the observation, in order.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class InputContract(string policy, params InputSpec[] inputs)
{
    private readonly string[] _names = NamesIn(inputs);
    private readonly Axis[][] _axes = Compile(inputs);

    /// <summary>The contract of a generated policy.</summary>
    /// <param name="policy">The policy's name, for errors.</param>
    /// <param name="inputs">The inputs with their presence, agent and sight masks, in order.</param>
    /// <param name="actionMasks">The names and shapes of the action masks, which may be null, in order.</param>
    /// <param name="memory">The names and shapes of a recurrent policy's memory, in order.</param>
    public InputContract(string policy, InputSpec[] inputs, (string Member, string Shape)[] actionMasks,
        params (string Member, string Shape)[] memory)
        : this(policy,
        [
            .. inputs,
            .. actionMasks.Select(mask => InputSpec.OptionalMask(mask.Member, mask.Shape)),
            .. memory.Select(tensor => InputSpec.Memory(tensor.Member, tensor.Shape)),
        ])
    {
    }

    /// <summary>The policy's name.</summary>
    internal string Policy => policy;

    /// <summary>The members, in order.</summary>
    internal IReadOnlyList<InputSpec> Inputs => inputs;

    /// <summary>The names of sizes, in the order in which members use them; that of the batch is the first.</summary>
    internal IReadOnlyList<string> Names => _names;

    /// <summary>The names of the members, in order.</summary>
    public IReadOnlyList<string> MemberNames { get; } = [.. inputs.Select(input => input.Member)];

    /// <summary>Checks rank, sizes, element type and device of every tensor of an observation.</summary>
    /// <param name="precision">The element type of dense inputs.</param>
    /// <param name="device">The device of the policy.</param>
    /// <param name="observation">The observation.</param>
    /// <returns>The size of the first axis: the batch, or the steps of sequences.</returns>
    /// <exception cref="MaskShapeException">A tensor is not what was declared.</exception>
    public long Check<TObservation>(ScalarType precision, Device device, TObservation observation)
        where TObservation : ITensorRecord<TObservation> => Check(precision, device, [.. observation.ToTensors()]);

    /// <summary>Checks rank, sizes, element type and device of every tensor.</summary>
    /// <param name="precision">The element type of dense inputs.</param>
    /// <param name="device">The device of the policy.</param>
    /// <param name="tensors">One per member, in order.</param>
    /// <returns>The size of the first axis: the batch, or the steps of sequences.</returns>
    /// <exception cref="MaskShapeException">A tensor is not what was declared.</exception>
    public long Check(ScalarType precision, Device device, params ReadOnlySpan<Tensor?> tensors)
    {
        Span<long> sizes = stackalloc long[_names.Length];
        Resolve(precision, device, tensors, sizes);
        return sizes[0];
    }

    /// <summary>The axes of a member.</summary>
    internal ReadOnlySpan<Axis> AxesOf(int input) => _axes[input];

    /// <summary>Checks that tensors are those of one record, in whichever precision and wherever they are.</summary>
    /// <param name="tensors">One per member, in order.</param>
    /// <exception cref="MaskShapeException">A tensor is not what was declared, or does not fit the others.</exception>
    internal void RequireOneRecord(IReadOnlyList<Tensor?> tensors)
    {
        Span<long> sizes = stackalloc long[_names.Length];
        ScalarType precision = tensors.FirstOrDefault(tensor => tensor?.is_floating_point() == true)?.dtype ?? ScalarType.Float32;
        Resolve(precision, device: null, [.. tensors], sizes);
    }

    /// <summary>Checks every tensor, and says what the named sizes are.</summary>
    /// <param name="precision">The element type of dense inputs.</param>
    /// <param name="device">Where they must be; null is anywhere.</param>
    /// <param name="tensors">One per member, in order.</param>
    /// <param name="sizes">One for each of <see cref="Names"/>.</param>
    /// <exception cref="MaskShapeException">A tensor is not what was declared.</exception>
    internal void Resolve(ScalarType precision, Device? device, ReadOnlySpan<Tensor?> tensors, Span<long> sizes)
    {
        Span<int> source = stackalloc int[_names.Length];
        sizes.Fill(-1);
        for (int i = 0; i < inputs.Length; i++)
        {
            if (tensors[i] is not { } tensor)
            {
                if (inputs[i].IsOptional)
                {
                    continue;
                }

                throw Wrong(
                    i,
                    null,
                    precision,
                    device,
                    "Every tensor of an observation must be given; only action masks may be null, which allows everything."
                );
            }

            if (tensor.IsInvalid)
            {
                throw Wrong(i, tensor, precision, device, Expect.DisposedAdvice);
            }

            if (tensor.dtype != inputs[i].TypeUnder(precision))
            {
                throw Wrong(
                    i,
                    tensor,
                    precision,
                    device,
                    inputs[i].IsMask ? "A mask is bool, true = allowed or present; convert numbers with mask.to(torch.@bool)."
                        : inputs[i].IsAction
                            ? "An action is the index of a choice, or -1 for no action; convert numbers with " + "actions.to(torch.int64)."
                        : $"Convert it with tensor.to(torch.{TensorText.NameOf(precision)}), or the policy with policy.to(…)."
                );
            }

            if (
                device is not null
                && (tensor.device_type != device.type || (tensor.device_type != DeviceType.CPU && tensor.device_index != device.index))
            )
            {
                throw Wrong(i, tensor, precision, device, "Move it to the policy's device with observation.To(…).");
            }

            if (tensor.dim() != _axes[i].Length)
            {
                throw Wrong(i, tensor, precision, device, RankAdvice(i, tensor, sizes));
            }

            for (int axis = 0; axis < _axes[i].Length; axis++)
            {
                long size = tensor.size(axis);
                (long fixedSize, int name) = (_axes[i][axis].Size, _axes[i][axis].Name);
                if (name >= 0 && sizes[name] < 0)
                {
                    (sizes[name], source[name]) = (size, i);
                }

                if (size == 0 && name >= 0 && IsOfAMap(_names[name]))
                {
                    throw Wrong(i, tensor, precision, device, "A map has at least one row and one column of cells.");
                }

                if (size != (name >= 0 ? sizes[name] : fixedSize))
                {
                    throw Wrong(i, tensor, precision, device, name >= 0
                        ? $"{inputs[source[name]].Member} has {_names[name]} = {sizes[name]}, this has "
                            + $"{size}.{(size == 1 ? ExpandAdvice(i) : "")}"
                        : $"Axis {axis} must be {fixedSize} and is {size}.{(size == 1 ? ExpandAdvice(i) : "")}");
                }
            }
        }
    }

    /// <summary>
    /// What the observation of several steps must be: <c>(steps, batch, …)</c> but for the memory, and behind all members <c>starts (steps,
    /// batch)</c> bool.
    /// </summary>
    internal InputContract OfSequences() =>
        new(policy, [.. inputs.Select(input => input.OfSequences()), InputSpec.Mask("starts", "(steps, batch)")]);

    private static string[] NamesIn(InputSpec[] inputs) =>
        [.. inputs.SelectMany(input => input.Axes).Where(axis => !IsNumber(axis)).Distinct()];

    private static Axis[][] Compile(InputSpec[] inputs)
    {
        string[] names = NamesIn(inputs);
        return
        [
            .. inputs.Select(input =>
                input
                    .Axes.Select(axis =>
                        IsNumber(axis)
                            ? new Axis(long.Parse(axis, CultureInfo.InvariantCulture), -1)
                            : new Axis(-1, Array.IndexOf(names, axis))
                    )
                    .ToArray()
            ),
        ];
    }

    /// <summary>Whether a named size is that of a map; sets and batches may be empty.</summary>
    private static bool IsOfAMap(string name) =>
        name.StartsWith("height", StringComparison.Ordinal) || name.StartsWith("width", StringComparison.Ordinal);

    private static bool IsNumber(string axis) => char.IsAsciiDigit(axis[0]);

    private string RankAdvice(int input, Tensor tensor, ReadOnlySpan<long> sizes)
    {
        int added = _axes[input].Length - (int)tensor.dim();
        bool fits = added > 0 && tensor.dim() > 0;
        for (int axis = 0; fits && axis < tensor.dim(); axis++)
        {
            Axis expected = _axes[input][added + axis];
            long size = expected.Name < 0 ? expected.Size : sizes[expected.Name];
            fits = size < 0 || size == tensor.size(axis);
        }

        return $"It has the wrong number of axes; nothing is reshaped for you, because a guess would be "
            + $"silent.{(fits ? ExpandAdvice(input) : "")}";
    }

    /// <summary>What to do where one mask stands for all of an axis.</summary>
    private string ExpandAdvice(int input) => inputs[input].IsMask
        ? $" Where it is the same for all, give {inputs[input].Member}.expand{inputs[input].Shape}." : "";

    private MaskShapeException Wrong(int input, Tensor? tensor, ScalarType precision, Device? device, string advice)
    {
        string type = TensorText.NameOf(inputs[input].TypeUnder(precision));
        string place = device is null || device.type == DeviceType.CPU ? "" : $" on {device}";
        return new MaskShapeException(policy, inputs[input].Member, $"{inputs[input].Shape} {type}{place}", TensorText.Of(tensor), advice);
    }

    /// <summary>One axis of a member.</summary>
    /// <param name="Size">Its size, where it has no name.</param>
    /// <param name="Name">Which of the named sizes it has; -1 for none.</param>
    internal readonly record struct Axis(long Size, int Name);
}
